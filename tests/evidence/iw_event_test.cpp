// SPDX-License-Identifier: MIT
// Wordings as event.c of iw 5.19 prints them.
#include "evidence/iw_event.h"

#include <gmock/gmock.h>

#include <string>

#include "evidence/same_happening.h"
#include "support.h"

namespace wlanmedic::evidence {
namespace {

std::string told(std::string_view text) { return words(decode_iw_event(text)); }

// --- times
// ---------------------------------------------------------------------------------------------------------

TEST(IwTime, IsSecondsSinceTheEpochWithDashT) {
    const auto line = take_iw_line("1767225629.790015: wlan0 (phy #0): scan started", false);
    ASSERT_TRUE(line);
    EXPECT_EQ(line->stamp.clock, Clock::epoch);
    EXPECT_EQ(line->stamp.instant, utc("2026-01-01 00:00:29.790015"));
    EXPECT_EQ(line->stamp.resolution, std::chrono::microseconds{1});
    EXPECT_EQ(line->text, "wlan0 (phy #0): scan started");
}

TEST(IwTime, IsTheDifferenceToTheLineBeforeWithDashR) {
    const auto line = take_iw_line("12.000250: wlan0 (phy #0): scan started", true);
    ASSERT_TRUE(line);
    EXPECT_EQ(line->stamp.clock, Clock::relative);
    EXPECT_EQ(line->stamp.instant.time_since_epoch(), std::chrono::microseconds{12'000'250});
    EXPECT_EQ(line->text, "wlan0 (phy #0): scan started");
}

TEST(IwTime, IsOfTheWallWithDashCapitalT) {
    const auto line = take_iw_line("[2026-05-06 21:13:00.123456]: wlan0 (phy #0): scan started", false);
    ASSERT_TRUE(line);
    EXPECT_EQ(line->stamp.clock, Clock::local);
    EXPECT_EQ(line->stamp.instant, utc("2026-05-06 21:13:00.123456"));
    EXPECT_EQ(line->text, "wlan0 (phy #0): scan started");
}

TEST(IwTime, IsNoneWithoutAnOption) {
    const auto line = take_iw_line("wlan0 (phy #0): scan started", false);
    ASSERT_TRUE(line);
    EXPECT_EQ(line->stamp.clock, Clock::none);
    EXPECT_EQ(line->text, "wlan0 (phy #0): scan started");
}

TEST(IwTime, ThatIsNoneOfIwsIsLeftToOthers) {
    for (const std::string_view line :
         {"[   22.659154] wlan0: x", "[2026-05-06 21:13:00] wlan0: x", "[2026-02-31 21:13:00.1]: wlan0: x",
          "12 wlan0: x", "1767225629: wlan0: x", "1767225629.1 wlan0: x", "99999999999.000000: wlan0: x",
          "6,339,5140900,-;x", "[Wed May"})
        EXPECT_FALSE(take_iw_line(line, false)) << line;
}

// --- whose event it is
// -----------------------------------------------------------------------------------------------

TEST(IwPrefix, NamesInterfaceAndPhyOrEitherOrAWdev) {
    EXPECT_EQ(told("wlan0 (phy #12): scan started"), "wlan0 phy12 scan_started");
    EXPECT_EQ(told("phy #3: scan started"), "phy3 scan_started");
    EXPECT_EQ(told("wdev 0x100000002 (phy #1): scan started"), "phy1 scan_started");
    EXPECT_EQ(told("wlan0: scan started"), "wlan0 scan_started");
    EXPECT_EQ(told("wdev 0x2: scan started"), "scan_started");
    EXPECT_EQ(told("lan-5.2_x (phy #0): scan started"), "lan-5.2_x phy0 scan_started")
        << "an interface may have any name";
}

TEST(IwPrefix, WithoutAPhyIsTheOneOfAnOlderIw) {
    EXPECT_EQ(told("wlan0: new station 02:00:00:00:01:00"), "wlan0 station_added address=02:00:00:00:01:00");
    EXPECT_EQ(told("wlan0: connected to 02:00:00:00:01:00"), "wlan0 associated bssid=02:00:00:00:01:00");
    EXPECT_EQ(told("wlan0: disconnected (by AP) reason: 4: Disassociated due to inactivity"),
              "wlan0 disconnected by=access_point reason=4");
    EXPECT_EQ(told("wlan0: unknown event 200 (200)"), "wlan0 unknown_command number=200");
}

TEST(IwPrefix, ThatBreaksOffIsForeign) {
    for (const std::string_view text :
         {"wlan0 (phy #): scan started", "wlan0 (phy #0: scan started", "wlan0 (phy #0)scan started",
          "wdev 0x (phy #0): scan started", "phy #: scan started", "wlan0 (phy #0)", "wlan0", "", ": scan started",
          "averylongname0123: scan started", "wlan0 (phy #99999999999999999999): scan started"})
        EXPECT_EQ(told(text), "foreign") << text;
}

TEST(IwEvent, IsNotMadeOfWhatOtherProgramsSayOfAnInterface) {
    for (const std::string_view text :
         {"wlan0: Associated with 02:00:00:00:01:00",
          "wlan0: Trying to associate with 02:00:00:00:01:00 (SSID='x' freq=2412 MHz)",
          "wlan0: CTRL-EVENT-DISCONNECTED bssid=02:00:00:00:01:00 reason=4 locally_generated=1",
          "wlan0: CTRL-EVENT-CONNECTED - Connection to 02:00:00:00:01:00 completed",
          "wlan0: SME: Trying to authenticate with 02:00:00:00:01:00",
          "wlan0: authenticated",
          "wlan0: associated",
          "wlan0: authenticate with 02:00:00:00:01:00",
          "wlan0: associate with 02:00:00:00:01:00 (try 1/3)",
          "wlan0: deauthenticated from 02:00:00:00:01:00 (Reason: 3=DEAUTH_LEAVING)",
          "wlan0: disassociated from 02:00:00:00:01:00 (Reason: 8=x)",
          "wlan0: deauthenticating from 02:00:00:00:01:00 by local choice (Reason: 3=DEAUTH_LEAVING)",
          "wlan0: AP-ENABLED",
          "wlan0: STA 02:00:00:00:03:00 IEEE 802.11: authenticated",
          "wlan0: Connection to AP 02:00:00:00:01:00 lost",
          "kernel: scan",
          "random: getrandom() support available",
          "nl80211: TDLS supported",
          "wlan0: auth timed out",
          "wlan0: timed out"})
        EXPECT_EQ(told(text), "foreign") << text;
}

// --- what happened
// ---------------------------------------------------------------------------------------------------

TEST(IwScan, StartsAndEndsWithItsFrequencies) {
    EXPECT_EQ(told("wlan0 (phy #0): scan started"), "wlan0 phy0 scan_started");
    EXPECT_EQ(told("wlan0 (phy #0): scan finished: 2412 2437 5180, \"\""),
              "wlan0 phy0 scan_finished frequencies=2412,2437,5180");
    EXPECT_EQ(told("wlan0 (phy #0): scan finished:"), "wlan0 phy0 scan_finished frequencies=");
    EXPECT_EQ(told("wlan0 (phy #0): scan aborted: 2412, \"lab\""),
              "wlan0 phy0 scan_finished frequencies=2412 aborted");
    EXPECT_EQ(told("wlan0 (phy #0): scan aborted"), "wlan0 phy0 scan_finished frequencies= aborted") << "iw 4.9";
    EXPECT_EQ(told("wlan0 (phy #0): scan finished: 2412, \"2437 5180\""),
              "wlan0 phy0 scan_finished frequencies=2412")
        << "an SSID may look like frequencies";
}

TEST(IwStation, ComesAndGoes) {
    EXPECT_EQ(told("wlan0 (phy #0): new station 02:00:00:00:01:00"),
              "wlan0 phy0 station_added address=02:00:00:00:01:00");
    EXPECT_EQ(told("wlan0 (phy #0): del station 02:00:00:00:01:00"),
              "wlan0 phy0 station_removed address=02:00:00:00:01:00");
    EXPECT_EQ(told("wlan0 (phy #0): new station 02:00:00:00:01"), "malformed");
}

TEST(IwConnect, SucceedsOrFailsOrTimesOut) {
    EXPECT_EQ(told("wlan0 (phy #0): connected to 02:00:00:00:01:00"),
              "wlan0 phy0 associated bssid=02:00:00:00:01:00");
    EXPECT_EQ(told("wlan0 (phy #0): connected"), "wlan0 phy0 associated bssid=-");
    EXPECT_EQ(told("wlan0 (phy #0): failed to connect to 02:00:00:00:01:00, status: 17: AP is unable to handle "
                   "additional associated STA"),
              "wlan0 phy0 assoc_rejected bssid=02:00:00:00:01:00 status=17");
    EXPECT_EQ(told("wlan0 (phy #0): failed to connect, status: 1: Unspecified failure"),
              "wlan0 phy0 assoc_rejected bssid=- status=1");
    EXPECT_EQ(told("wlan0 (phy #0): failed to connect to 02:00:00:00:01:00"), "malformed");
    EXPECT_EQ(told("wlan0 (phy #0): timed out to 02:00:00:00:01:00"),
              "wlan0 phy0 assoc_timeout bssid=02:00:00:00:01:00");
    EXPECT_EQ(told("wlan0 (phy #0): timed out"), "wlan0 phy0 assoc_timeout bssid=-");
    EXPECT_EQ(told("wlan0 (phy #0): unknown connect status to 02:00:00:00:01:00"), "noted");
    EXPECT_EQ(told("wlan0 (phy #0): roamed to 02:00:00:00:02:00"), "wlan0 phy0 roamed bssid=02:00:00:00:02:00");
    EXPECT_EQ(told("wlan0 (phy #0): roamed"), "wlan0 phy0 roamed bssid=-");
}

TEST(IwDisconnect, SaysWhoAndWhy) {
    EXPECT_EQ(told("wlan0 (phy #0): disconnected (by AP) reason: 15: 4-way handshake timeout"),
              "wlan0 phy0 disconnected by=access_point reason=15");
    EXPECT_EQ(told("wlan0 (phy #0): disconnected (local request)"), "wlan0 phy0 disconnected by=local reason=0");
    EXPECT_EQ(told("wlan0 (phy #0): disconnected (local request) reason: 3: Deauthenticated because sending "
                   "station is leaving"),
              "wlan0 phy0 disconnected by=local reason=3");
    EXPECT_EQ(told("wlan0 (phy #0): disconnected (by"), "malformed");
    EXPECT_EQ(told("wlan0 (phy #0): disconnected (by AP) reason: "), "malformed");
}

TEST(IwCqm, OnlyBeaconLossHasWeight) {
    EXPECT_EQ(told("wlan0 (phy #0): CQM event: beacon loss"), "wlan0 phy0 beacon_loss");
    EXPECT_EQ(told("wlan0 (phy #0): CQM event: Beacon loss detected"), "wlan0 phy0 beacon_loss");
    EXPECT_EQ(told("wlan0 (phy #0): CQM event: RSSI (-70 dBm) went below threshold"), "noted");
    EXPECT_EQ(told("wlan0 (phy #0): CQM event: peer 02:00:00:00:01:00 didn't ACK 50 packets"), "noted");
}

TEST(IwInterface, HasATypeAndMayGo) {
    EXPECT_EQ(told("wlan0 (phy #0): set interface type access point use 4addr 0"),
              "wlan0 phy0 interface_type type='access point'");
    EXPECT_EQ(told("wlan0 (phy #0): new interface type station"), "wlan0 phy0 interface_type type='station'");
    EXPECT_EQ(told("wlan0 (phy #0): new interface type mesh point meshid lab use 4addr 0"),
              "wlan0 phy0 interface_type type='mesh point'");
    EXPECT_EQ(told("wdev 0x2 (phy #0): del interface type P2P-Device"),
              "phy0 interface_type type='P2P-Device' removed");
    EXPECT_EQ(told("phy #0: del interface type station"), "phy0 interface_type type='station' removed");
}

TEST(IwChannelSwitch, GivesTheNewFrequency) {
    EXPECT_EQ(told("wlan0 (phy #0): channel switch freq=5180 width=\"80 MHz\" freq1=5210"),
              "wlan0 phy0 channel_switched frequency=5180");
    EXPECT_EQ(told("wlan0 (phy #0): channel switch started (count=5) freq=2437 width=\"20 MHz\""),
              "wlan0 phy0 channel_switched frequency=2437");
    EXPECT_EQ(told("wlan0 (phy #0): ch_switch_started_notify"), "wlan0 phy0 channel_switched frequency=0");
}

TEST(IwRegulatory, NeedsNoInterface) {
    EXPECT_EQ(told("regulatory domain change: set to DE by a user request"), "regulatory_changed");
    EXPECT_EQ(told("phy #0: regulatory domain change (phy): set to world roaming by the wireless core upon "
                   "initialization request"),
              "phy0 regulatory_changed");
}

TEST(IwControlPort, TellsWhetherAFrameWasAcknowledged) {
    EXPECT_EQ(told("wlan0 (phy #0): ctrl. port TX status (cookie 3): acked"),
              "wlan0 phy0 eapol_sent acknowledged=true");
    EXPECT_EQ(told("wlan0 (phy #0): ctrl. port TX status (cookie 3): no ack"),
              "wlan0 phy0 eapol_sent acknowledged=false");
}

TEST(IwEvent, OfNoWeightIsNoted) {
    for (const std::string_view text : {"phy #0: renamed to radio0",
                                        "wlan0 (phy #0): scheduled scan started",
                                        "wlan0 (phy #0): sched scan stopped",
                                        "wlan0 (phy #0): got scheduled scan results",
                                        "phy #0: beacon hint:",
                                        "wlan0 (phy #0): IBSS 02:00:00:00:01:00 joined",
                                        "wlan0 (phy #0): remain on freq 2412 (100ms, cookie 7)",
                                        "wlan0 (phy #0): done with remain on freq 2412 (cookie 7)",
                                        "wlan0 (phy #0): frame wait cancel on freq 2412 (cookie 7)",
                                        "wlan0 (phy #0): mgmt TX status (cookie 1): no ack",
                                        "wlan0 (phy #0): PMKSA candidate found",
                                        "wlan0 (phy #0): WoWLAN wakeup",
                                        "wlan0 (phy #0): probe client 02:00:00:00:03:00 (cookie 7): acked",
                                        "wlan0 (phy #0): vendor event 001374:1vendor event: 08 00",
                                        "phy #0: delete wiphy",
                                        "wlan0 (phy #0): peer measurement complete",
                                        "wlan0 (phy #0): new peer candidate 02:00:00:00:03:00 -40 dBm",
                                        "wlan0 (phy #0): stop ap",
                                        "wlan0 (phy #0): sta opmode changed 02:00:00:00:03:00 smps mode 1",
                                        "phy #0: 5260 MHz: radar detected",
                                        "wlan0 (phy #0): 5260 MHz: CAC finished",
                                        "wlan0 (phy #0): BAD radar event",
                                        "wlan0 (phy #0): Michael MIC failure event: source MAC address "
                                        "02:00:00:00:01:00 Key Type Group Key Id 1",
                                        "wlan0 (phy #0): auth: unknown event",
                                        "wlan0 (phy #0): assoc: unknown event"})
        EXPECT_EQ(told(text), "noted") << text;
}

TEST(IwEvent, ThatNobodyKnowsIsUnrecognizedBehindAPhy) {
    EXPECT_EQ(told("wlan0 (phy #0): something new of iw 9"), "unrecognized");
    EXPECT_EQ(told("wlan0 (phy #0): "), "unrecognized");
}

TEST(IwEvent, KeepsAnUnknownCommandByItsNumber) {
    EXPECT_EQ(told("wlan0 (phy #0): unknown event 200 (200)"), "wlan0 phy0 unknown_command number=200");
    EXPECT_EQ(told("wlan0 (phy #0): unknown event"), "unrecognized");
    EXPECT_EQ(told("wlan0 (phy #0): unknown event x"), "malformed");
}

TEST(IwEvent, KnowsWhatAnOlderIwCallsUnknownByTheNumber) {
    EXPECT_EQ(told("wlan0 (phy #0): unknown event 139 (control_port_frame_tx_status)"),
              "wlan0 phy0 eapol_sent acknowledged=true");
    EXPECT_EQ(told("wlan0 (phy #0): unknown event 125 (port_authorized)"), "wlan0 phy0 authorized bssid=-");
}

// --- frames in words
// -------------------------------------------------------------------------------------------------

TEST(IwAuth, HasAStatus) {
    EXPECT_EQ(told("wlan0 (phy #0): auth 02:00:00:00:01:00 -> 02:00:00:00:03:00 status: 0: Successful"),
              "wlan0 phy0 authenticated bssid=02:00:00:00:01:00");
    EXPECT_EQ(told("wlan0 (phy #0): auth 02:00:00:00:01:00 -> 02:00:00:00:03:00 status: 13: Unsupported "
                   "authentication algorithm"),
              "wlan0 phy0 auth_rejected bssid=02:00:00:00:01:00 status=13");
    EXPECT_EQ(told("wlan0 (phy #0): auth: timed out"), "wlan0 phy0 auth_timeout bssid=-");
}

TEST(IwAuth, OfSaeHasStepsThatAreNoRefusals) {
    for (const std::string_view status : {"76", "126", "127"})
        EXPECT_EQ(told("wlan0 (phy #0): auth 02:00:00:00:01:00 -> 02:00:00:00:03:00 status: " +
                       std::string(status) + ": x"),
                  "noted")
            << status;
    EXPECT_EQ(told("wlan0 (phy #0): auth 02:00:00:00:01:00 -> 02:00:00:00:03:00 status: 77: x"),
              "wlan0 phy0 auth_rejected bssid=02:00:00:00:01:00 status=77");
}

TEST(IwAssoc, HasAStatusOrAComebackTime) {
    EXPECT_EQ(told("wlan0 (phy #0): assoc 02:00:00:00:01:00 -> 02:00:00:00:03:00 status: 0: Successful"),
              "wlan0 phy0 assoc_response bssid=02:00:00:00:01:00 status=0");
    EXPECT_EQ(told("wlan0 (phy #0): assoc 02:00:00:00:01:00 -> 02:00:00:00:03:00 status: 30: x"),
              "wlan0 phy0 assoc_rejected bssid=02:00:00:00:01:00 status=30");
    EXPECT_EQ(told("wlan0 (phy #0): assoc: timed out"), "wlan0 phy0 assoc_timeout bssid=-");
    EXPECT_EQ(told("wlan0 (phy #0): assoc comeback bssid 02:00:00:00:01:00 timeout 1000"),
              "wlan0 phy0 assoc_comeback bssid=02:00:00:00:01:00 tu=1000");
    EXPECT_EQ(told("wlan0 (phy #0): assoc comeback bssid <unset> timeout 0"), "malformed");
    EXPECT_EQ(told("wlan0 (phy #0): assoc comeback bssid 02:00:00:00:01:00 timeout "), "malformed");
}

TEST(IwDeauth, WithoutBytesIsTheAccessPointsOnlyWhereItIsBroadcast) {
    EXPECT_EQ(told("wlan0 (phy #0): deauth 02:00:00:00:01:00 -> 02:00:00:00:03:00 reason 3: x"),
              "wlan0 phy0 deauthenticated by=unknown from=02:00:00:00:01:00 to=02:00:00:00:03:00 reason=3");
    EXPECT_EQ(told("wlan0 (phy #0): deauth 02:00:00:00:01:00 -> ff:ff:ff:ff:ff:ff reason 3: x"),
              "wlan0 phy0 deauthenticated by=access_point from=02:00:00:00:01:00 to=ff:ff:ff:ff:ff:ff reason=3");
    EXPECT_EQ(told("wlan0 (phy #0): disassoc 02:00:00:00:01:00 -> 02:00:00:00:03:00 reason 8: x"),
              "wlan0 phy0 deauthenticated by=unknown from=02:00:00:00:01:00 to=02:00:00:00:03:00 reason=8 "
              "disassociation");
}

TEST(IwDeauth, WithoutAFrameIsOneOfWhichNothingElseIsKnown) {
    EXPECT_EQ(told("wlan0 (phy #0): deauth [no frame]"),
              "wlan0 phy0 deauthenticated by=unknown from=- to=- reason=0");
    EXPECT_EQ(told("wlan0 (phy #0): disassoc [no frame]"),
              "wlan0 phy0 deauthenticated by=unknown from=- to=- reason=0 disassociation");
    EXPECT_EQ(told("wlan0 (phy #0): deauth [invalid frame:  c0 00 3a 01]"), "malformed");
}

TEST(IwUnprotected, IsNoDeauthenticationThatIsObeyed) {
    EXPECT_EQ(told("wlan0 (phy #0): unprotected deauth 02:00:00:00:01:00 -> 02:00:00:00:03:00 reason 6: x"),
              "wlan0 phy0 unprotected_deauth from=02:00:00:00:01:00 to=02:00:00:00:03:00 reason=6");
    EXPECT_EQ(told("wlan0 (phy #0): unprotected disassoc 02:00:00:00:01:00 -> 02:00:00:00:03:00 reason 7: x"),
              "wlan0 phy0 unprotected_deauth from=02:00:00:00:01:00 to=02:00:00:00:03:00 reason=7 disassociation");
    EXPECT_EQ(told("wlan0 (phy #0): unprotected deauth [no frame]"), "malformed");
}

// --- frames in bytes, with -f
// ----------------------------------------------------------------------------------------

constexpr std::string_view ap_bytes = " 02 00 00 00 01 00";
constexpr std::string_view station_bytes = " 02 00 00 00 03 00";

std::string framed(std::string_view said, std::string_view control, std::string_view to, std::string_view from,
                   std::string_view bssid, std::string_view body) {
    return "wlan0 (phy #0): " + std::string(said) + " [frame: " + std::string(control) + " 3a 01" +
           std::string(to) + std::string(from) + std::string(bssid) + " 10 00 " + std::string(body) + "]";
}

TEST(IwFrame, GivesTheStatusOfAnAuthentication) {
    EXPECT_EQ(told(framed("auth 02:00:00:00:01:00 -> 02:00:00:00:03:00 status: 0: Successful", "b0 00",
                          station_bytes, ap_bytes, ap_bytes, "00 00 02 00 00 00")),
              "wlan0 phy0 authenticated bssid=02:00:00:00:01:00");
    EXPECT_EQ(told(framed("auth 02:00:00:00:01:00 -> 02:00:00:00:03:00 status: 1: x", "b0 00", station_bytes,
                          ap_bytes, ap_bytes, "00 00 02 00 0d 00")),
              "wlan0 phy0 auth_rejected bssid=02:00:00:00:01:00 status=13")
        << "the bytes count, not the words";
}

TEST(IwFrame, GivesTheComebackTimeOfARefusedAssociation) {
    const std::string_view said =
        "assoc 02:00:00:00:01:00 -> 02:00:00:00:03:00 status: 30: Association request rejected temporarily";
    EXPECT_EQ(told(framed(said, "10 00", station_bytes, ap_bytes, ap_bytes,
                          "31 04 1e 00 00 c0 01 02 82 84 38 05 03 e8 03 00 00")),
              "wlan0 phy0 assoc_comeback bssid=02:00:00:00:01:00 tu=1000");
    EXPECT_EQ(told(framed(said, "10 00", station_bytes, ap_bytes, ap_bytes, "31 04 1e 00 00 c0 01 02 82 84")),
              "wlan0 phy0 assoc_rejected bssid=02:00:00:00:01:00 status=30");
    EXPECT_EQ(told(framed("assoc 02:00:00:00:01:00 -> 02:00:00:00:03:00 status: 0: Successful", "10 00",
                          station_bytes, ap_bytes, ap_bytes, "31 04 00 00 01 c0 38 05 03 e8 03 00 00")),
              "wlan0 phy0 assoc_response bssid=02:00:00:00:01:00 status=0")
        << "the element counts with status 30 only";
}

TEST(IwFrame, TellsByItsBssidWhoSentADeauthentication) {
    EXPECT_EQ(told(framed("deauth 02:00:00:00:01:00 -> 02:00:00:00:03:00 reason 4: x", "c0 00", station_bytes,
                          ap_bytes, ap_bytes, "0f 00")),
              "wlan0 phy0 deauthenticated by=access_point from=02:00:00:00:01:00 to=02:00:00:00:03:00 reason=15");
    EXPECT_EQ(told(framed("deauth 02:00:00:00:03:00 -> 02:00:00:00:01:00 reason 3: x", "c0 00", ap_bytes,
                          station_bytes, ap_bytes, "03 00")),
              "wlan0 phy0 deauthenticated by=local from=02:00:00:00:03:00 to=02:00:00:00:01:00 reason=3");
    EXPECT_EQ(
        told(framed("disassoc 02:00:00:00:03:00 -> 02:00:00:00:01:00 reason 8: x", "a0 00", ap_bytes,
                    station_bytes, ap_bytes, "08 00")),
        "wlan0 phy0 deauthenticated by=local from=02:00:00:00:03:00 to=02:00:00:00:01:00 reason=8 disassociation");
}

TEST(IwFrame, ThatIsProtectedLeavesOnlyTheAddresses) {
    EXPECT_THAT(told(framed("deauth 02:00:00:00:01:00 -> 02:00:00:00:03:00", "c0 40", station_bytes, ap_bytes,
                            ap_bytes, "0f 00 01 02 03 04")),
                testing::StartsWith(
                    "wlan0 phy0 deauthenticated by=access_point from=02:00:00:00:01:00 to=02:00:00:00:03:00"));
}

TEST(IwFrame, ThatAStationSentToOurAccessPointUnprotectedIsNone) {
    EXPECT_EQ(told(framed("unprotected deauth 02:00:00:00:03:00 -> 02:00:00:00:01:00 reason 3: x", "c0 00",
                          ap_bytes, station_bytes, ap_bytes, "03 00")),
              "noted");
    EXPECT_EQ(told(framed("unprotected deauth 02:00:00:00:01:00 -> 02:00:00:00:03:00 reason 3: x", "c0 00",
                          station_bytes, ap_bytes, ap_bytes, "06 00")),
              "wlan0 phy0 unprotected_deauth from=02:00:00:00:01:00 to=02:00:00:00:03:00 reason=6");
}

TEST(IwFrame, CutInItsBytesIsMalformed) {
    for (const std::string& whole : {framed("deauth 02:00:00:00:01:00 -> 02:00:00:00:03:00 reason 3: x", "c0 00",
                                            station_bytes, ap_bytes, ap_bytes, "03 00"),
                                     framed("auth 02:00:00:00:01:00 -> 02:00:00:00:03:00 status: 0: Successful",
                                            "b0 00", station_bytes, ap_bytes, ap_bytes, "00 00 02 00 00 00"),
                                     framed("assoc 02:00:00:00:01:00 -> 02:00:00:00:03:00 status: 0: Successful",
                                            "10 00", station_bytes, ap_bytes, ap_bytes, "31 04 00 00 01 c0")})
        for (std::size_t size = whole.find(" [frame:") + 8; size < whole.size(); ++size)
            EXPECT_EQ(told(whole.substr(0, size)), "malformed") << size;
    EXPECT_EQ(
        told("wlan0 (phy #0): deauth 02:00:00:00:01:00 -> 02:00:00:00:03:00 reason 3: x [frame: c0 00 3a 01]"),
        "malformed");
    EXPECT_EQ(
        told("wlan0 (phy #0): deauth 02:00:00:00:01:00 -> 02:00:00:00:03:00 reason 3: x [frame: c0 zz 3a 01]"),
        "malformed");
    EXPECT_EQ(told("wlan0 (phy #0): deauth 02:00:00:00:01:00 -> 02:00"), "malformed");
    EXPECT_EQ(told("wlan0 (phy #0): deauth"), "malformed");
}

TEST(IwControlPort, BrokenOffDoesNotSayThatNobodyAcknowledged) {
    EXPECT_EQ(told("wlan0 (phy #0): ctrl. port TX status (cookie 3): "), "malformed");
    EXPECT_EQ(told("wlan0 (phy #0): ctrl. port TX status (coo"), "malformed");
}

// --- cut lines
// -------------------------------------------------------------------------------------------------------

// A number at the very end of a wording cannot be seen to be cut; all others can. Reason 0 says that none is
// known.
TEST(IwEvent, ThatIsCutNeverSaysOtherThanTheWholeOne) {
    for (const std::string_view text :
         {"wlan0 (phy #0): disconnected (by AP) reason: 15: 4-way handshake timeout",
          "wlan0 (phy #0): unknown event 125 (port_authorized)",
          "wlan0 (phy #0): ctrl. port TX status (cookie 3): acked",
          "wlan0 (phy #0): failed to connect to 02:00:00:00:01:00, status: 17: x",
          "wlan0 (phy #0): auth 02:00:00:00:01:00 -> 02:00:00:00:03:00 status: 13: x",
          "wlan0 (phy #0): new station 02:00:00:00:01:00",
          "wlan0 (phy #0): assoc 02:00:00:00:01:00 -> 02:00:00:00:03:00 status: 30: x",
          "wlan0 (phy #0): roamed to 02:00:00:00:02:00",
          "wlan0 (phy #0): deauth 02:00:00:00:01:00 -> 02:00:00:00:03:00 reason 15: x",
          "wlan0 (phy #0): connected to 02:00:00:00:01:00",
          "wlan0 (phy #0): unprotected disassoc 02:00:00:00:01:00 -> 02:00:00:00:03:00 reason 17: x"}) {
        const Decoded whole = decode_iw_event(text);
        ASSERT_EQ(whole.kind, Decoded::Kind::event) << text;
        for (std::size_t size = 0; size < text.size(); ++size) {
            const std::string cut(text.substr(0, size));
            const Decoded decoded = decode_iw_event(cut);
            if (decoded.kind != Decoded::Kind::event || words(decoded).find(" reason=0") != std::string::npos)
                continue;
            EXPECT_TRUE(same_happening(*decoded.payload, *whole.payload)) << cut << "\n"
                                                                          << words(decoded) << "\n"
                                                                          << words(whole);
        }
    }
}

}  // namespace
}  // namespace wlanmedic::evidence
