// SPDX-License-Identifier: MIT
// Wordings as net/mac80211/mlme.c of Linux 6.1 prints them, and of older and newer kernels where they differ.
#include "evidence/kernel_message.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <string>

#include "evidence/event_reader.h"
#include "evidence/iw_event.h"
#include "evidence/same_happening.h"
#include "support.h"

namespace wlanmedic::evidence {
namespace {

std::string told(std::string_view message) { return words(decode_kernel_message(message, drivers())); }

// --- joining
// ---------------------------------------------------------------------------------------------------------

TEST(Mac80211, TellsOfAnAuthentication) {
    EXPECT_EQ(told("wlan0: authenticate with 02:00:00:00:01:00"), "wlan0 join_started bssid=02:00:00:00:01:00");
    EXPECT_EQ(told("wlan0: authenticate with 02:00:00:00:01:00 (local address=02:00:00:00:03:00)"),
              "wlan0 join_started bssid=02:00:00:00:01:00")
        << "from 6.7 on";
    EXPECT_EQ(told("wlan0: send auth to 02:00:00:00:01:00 (try 2/3)"),
              "wlan0 auth_requested bssid=02:00:00:00:01:00 attempt=2");
    EXPECT_EQ(told("wlan0: authenticated"), "wlan0 authenticated bssid=-");
    EXPECT_EQ(told("wlan0: 02:00:00:00:01:00 denied authentication (status 17)"),
              "wlan0 auth_rejected bssid=02:00:00:00:01:00 status=17");
    EXPECT_EQ(told("wlan0: authentication with 02:00:00:00:01:00 timed out"),
              "wlan0 auth_timeout bssid=02:00:00:00:01:00");
}

TEST(Mac80211, TellsOfAnAssociation) {
    EXPECT_EQ(told("wlan0: associate with 02:00:00:00:01:00 (try 1/3)"),
              "wlan0 assoc_requested bssid=02:00:00:00:01:00 attempt=1");
    EXPECT_EQ(told("wlan0: RX AssocResp from 02:00:00:00:01:00 (capab=0x431 status=0 aid=1)"),
              "wlan0 assoc_response bssid=02:00:00:00:01:00 status=0");
    EXPECT_EQ(told("wlan0: RX ReassocResp from 02:00:00:00:01:00 (capab=0x431 status=30 aid=1)"),
              "wlan0 assoc_response bssid=02:00:00:00:01:00 status=30");
    EXPECT_EQ(told("wlan0: 02:00:00:00:01:00 denied association (code=17)"),
              "wlan0 assoc_rejected bssid=02:00:00:00:01:00 status=17");
    EXPECT_EQ(
        told("wlan0: 02:00:00:00:01:00 rejected association temporarily; comeback duration 1000 TU (1024 ms)"),
        "wlan0 assoc_comeback bssid=02:00:00:00:01:00 tu=1000");
    EXPECT_EQ(told("wlan0: associated"), "wlan0 associated bssid=-");
    EXPECT_EQ(told("wlan0: association with 02:00:00:00:01:00 timed out"),
              "wlan0 assoc_timeout bssid=02:00:00:00:01:00");
}

TEST(Mac80211, TellsOfAMoveToAnotherAccessPoint) {
    EXPECT_EQ(told("wlan0: disconnect from AP 02:00:00:00:01:00 for new auth to 02:00:00:00:02:00"),
              "wlan0 roam_requested from=02:00:00:00:01:00 to=02:00:00:00:02:00");
    EXPECT_EQ(told("wlan0: disconnect from AP 02:00:00:00:01:00 for new assoc to 02:00:00:00:02:00"),
              "wlan0 roam_requested from=02:00:00:00:01:00 to=02:00:00:00:02:00");
}

// --- losing
// ------------------------------------------------------------------------------------------------------------

TEST(Mac80211, TellsOfALostConnection) {
    EXPECT_EQ(told("wlan0: Connection to AP 02:00:00:00:01:00 lost"),
              "wlan0 connection_loss bssid=02:00:00:00:01:00");
    EXPECT_EQ(told("wlan0: Connection to AP 00:00:00:00:00:00 lost"),
              "wlan0 connection_loss bssid=00:00:00:00:00:00");
}

TEST(Mac80211, TellsWhenTheAccessPointEndsIt) {
    EXPECT_EQ(told("wlan0: deauthenticated from 02:00:00:00:01:00 (Reason: 15=4WAY_HANDSHAKE_TIMEOUT)"),
              "wlan0 deauthenticated by=access_point from=02:00:00:00:01:00 to=- reason=15");
    EXPECT_EQ(told("wlan0: deauthenticated from 02:00:00:00:01:00 while associating (Reason: "
                   "6=CLASS2_FRAME_FROM_NONAUTH_STA)"),
              "wlan0 deauthenticated by=access_point from=02:00:00:00:01:00 to=- reason=6 joining");
    EXPECT_EQ(told("wlan0: disassociated from 02:00:00:00:01:00 (Reason: 8=DISASSOC_STA_HAS_LEFT)"),
              "wlan0 deauthenticated by=access_point from=02:00:00:00:01:00 to=- reason=8 disassociation");
}

TEST(Mac80211, TellsWhenItEndsByLocalChoice) {
    EXPECT_EQ(told("wlan0: deauthenticating from 02:00:00:00:01:00 by local choice (Reason: 3=DEAUTH_LEAVING)"),
              "wlan0 deauthenticated by=local from=- to=02:00:00:00:01:00 reason=3");
    EXPECT_EQ(
        told("wlan0: disassociating from 02:00:00:00:01:00 by local choice (Reason: 8=DISASSOC_STA_HAS_LEFT)"),
        "wlan0 deauthenticated by=local from=- to=02:00:00:00:01:00 reason=8 disassociation");
    EXPECT_EQ(
        told("wlan0: aborting authentication with 02:00:00:00:01:00 by local choice (Reason: 3=DEAUTH_LEAVING)"),
        "wlan0 deauthenticated by=local from=- to=02:00:00:00:01:00 reason=3 joining");
    EXPECT_EQ(
        told("wlan0: aborting association with 02:00:00:00:01:00 by local choice (Reason: 3=DEAUTH_LEAVING)"),
        "wlan0 deauthenticated by=local from=- to=02:00:00:00:01:00 reason=3 joining");
}

TEST(Mac80211, HadNoNamesForReasonsInOldKernels) {
    EXPECT_EQ(told("wlan0: deauthenticated from 02:00:00:00:01:00 (Reason: 3)"),
              "wlan0 deauthenticated by=access_point from=02:00:00:00:01:00 to=- reason=3");
    EXPECT_EQ(told("wlan0: deauthenticating from 02:00:00:00:01:00 by local choice (reason=3)"),
              "wlan0 deauthenticated by=local from=- to=02:00:00:00:01:00 reason=3");
}

TEST(Mac80211, GivesALinkUpOnItsOwnJudgementInManyWords) {
    for (const std::string_view text :
         {"AP 02:00:00:00:01:00 changed caps/bw in a way we can't support (0x1/0x2) - disconnect",
          "AP 02:00:00:00:01:00 changed bandwidth to incompatible one - disconnect",
          "failed to use reserved channel context, disconnecting (err=-16)",
          "failed to finalize channel switch, disconnecting", "driver post channel switch failed, disconnecting",
          "driver channel switch failed, disconnecting",
          "AP 02:00:00:00:01:00 switches to different band (5180 MHz, width:1, CF1/2: 5180/0 MHz), disconnecting",
          "AP 02:00:00:00:01:00 switches to unsupported channel (5180.000 MHz, width:1, CF1/2: 5180.000/0 MHz), "
          "disconnecting",
          "no channel context assigned to vif?, disconnecting",
          "preparing for channel switch failed, disconnecting",
          "failed to reserve channel context for channel switch, disconnecting (err=-16)",
          "failed to follow AP 02:00:00:00:01:00 bandwidth change, disconnect",
          "Driver requested disconnection from AP 02:00:00:00:01:00",
          "Failed to send nullfunc to AP 02:00:00:00:01:00 after 500ms, disconnecting"})
        EXPECT_EQ(told("wlan0: " + std::string(text)), "wlan0 deauthenticated by=local from=- to=- reason=0")
            << text;
}

TEST(Mac80211, TellsOfProbesWhereItWasBuiltToDoSo) {
    EXPECT_EQ(told("wlan0: detected beacon loss from AP (missed 7 beacons) - probing"), "wlan0 beacon_loss");
    EXPECT_EQ(told("wlan0: No probe response from AP 02:00:00:00:01:00 after 500ms, disconnecting."),
              "wlan0 deauthenticated by=local from=- to=02:00:00:00:01:00 reason=4");
    EXPECT_EQ(told("wlan0: No ack for nullfunc frame to AP 02:00:00:00:01:00, disconnecting."),
              "wlan0 deauthenticated by=local from=- to=02:00:00:00:01:00 reason=4");
    for (const std::string_view text : {"wlan0: No probe response from AP 02:00:00:00:01:00 after 500ms, try 1/5",
                                        "wlan0: No ack for nullfunc frame to AP 02:00:00:00:01:00, try 1/5"})
        EXPECT_NE(decode_kernel_message(text, drivers()).kind, Decoded::Kind::event) << text;
}

TEST(Mac80211, HasWordsThatChangeNothing) {
    for (const std::string_view text :
         {"waiting for beacon from 02:00:00:00:01:00",
          "Limiting TX power to 20 (23 - 3) dBm as advertised by 02:00:00:00:01:00",
          "AP bug: HT capability missing from AssocResp",
          "AP has invalid WMM params (AIFSN=1 for ACI 2), will use 2", "SAE peer confirmed",
          "capabilities/regulatory prevented using AP HT/VHT configuration, downgraded",
          "AP VHT information is invalid, disabling VHT", "disabling HT/VHT/HE due to WEP/TKIP use",
          "02:00:00:00:01:00 unexpected authentication state: alg 0 (expected 0) transact 4 (expected 2)",
          "invalid AID value 65535 (out of range), turn off PS"})
        EXPECT_EQ(told("wlan0: " + std::string(text)), "noted") << text;
}

TEST(Mac80211, NamesTheLinkOfAMultiLinkDevice) {
    EXPECT_EQ(told("wlan0: [link 0] associated"), "wlan0 associated bssid=-");
    EXPECT_EQ(told("wlan0: [link 12] Connection to AP 02:00:00:00:01:00 lost"),
              "wlan0 connection_loss bssid=02:00:00:00:01:00");
    EXPECT_EQ(told("lan5: [link 1] AP 02:00:00:00:01:00 changed bandwidth to incompatible one - disconnect"),
              "lan5 deauthenticated by=local from=- to=- reason=0");
}

// --- addresses that somebody has taken out
// -------------------------------------------------------------------------------

TEST(RedactedAddress, IsUnknownAndTheRestIsRead) {
    for (const std::string_view bssid : {"...", "[redacted 5GHz AP BSSID]", "[REDACTED]", "xx", "<BSSID>"}) {
        const std::string ap(bssid);
        EXPECT_EQ(told("wlan0: authenticate with " + ap), "wlan0 join_started bssid=-") << ap;
        EXPECT_EQ(told("wlan0: send auth to " + ap + " (try 1/3)"), "wlan0 auth_requested bssid=- attempt=1")
            << ap;
        EXPECT_EQ(told("wlan0: associate with " + ap + " (try 3/3)"), "wlan0 assoc_requested bssid=- attempt=3")
            << ap;
        EXPECT_EQ(told("wlan0: authentication with " + ap + " timed out"), "wlan0 auth_timeout bssid=-") << ap;
        EXPECT_EQ(told("wlan0: RX AssocResp from " + ap + " (capab=0x431 status=0 aid=1)"),
                  "wlan0 assoc_response bssid=- status=0")
            << ap;
        EXPECT_EQ(told("wlan0: Connection to AP " + ap + " lost"), "wlan0 connection_loss bssid=-") << ap;
        EXPECT_EQ(told("wlan0: deauthenticated from " + ap + " (Reason: 3=DEAUTH_LEAVING)"),
                  "wlan0 deauthenticated by=access_point from=- to=- reason=3")
            << ap;
        EXPECT_EQ(told("wlan0: deauthenticating from " + ap + " by local choice (Reason: 3=DEAUTH_LEAVING)"),
                  "wlan0 deauthenticated by=local from=- to=- reason=3")
            << ap;
        EXPECT_EQ(told("wlan0: " + ap + " denied association (code=17)"), "wlan0 assoc_rejected bssid=- status=17")
            << ap;
        EXPECT_EQ(told("wlan0: " + ap + " rejected association temporarily; comeback duration 1000 TU (1024 ms)"),
                  "wlan0 assoc_comeback bssid=- tu=1000")
            << ap;
        EXPECT_EQ(told("wlan0: disconnect from AP " + ap + " for new auth to " + ap),
                  "wlan0 roam_requested from=- to=-")
            << ap;
    }
}

TEST(RedactedAddress, KeepsTheOctetsThatAreLeft) {
    EXPECT_EQ(told("wlan0: Connection to AP 60:38:e0:xx:xx:xx lost"),
              "wlan0 connection_loss bssid=60:38:e0:xx:xx:xx");
    EXPECT_EQ(told("wlan0: 60:38:E0:XX:XX:XX denied association (code=17)"),
              "wlan0 assoc_rejected bssid=60:38:e0:xx:xx:xx status=17");
}

// --- what is not told
// ------------------------------------------------------------------------------------------------------

TEST(Mac80211, BrokenOffIsMalformed) {
    for (const std::string_view text : {"send auth to 02:00:00:00:01:00",
                                        "send auth to 02:00:00:00:01:00 (try ",
                                        "authentication with 02:00:00:00:01:00",
                                        "authentication with 02:00:00:00:01:00 tim",
                                        "associate with 02:00:00:00:01:00",
                                        "associate with 02:00:00:00:01:00 (try x/3)",
                                        "RX AssocResp from 02:00:00:00:01:00 (capab=0x431 stat",
                                        "RX AssocResp from 02:00:00:00:01:00 (capab=0x431 status=",
                                        "RX ReassocResp from 02:00:00:00:01:00",
                                        "association with 02:00:00",
                                        "deauthenticated from 02:00:00:00:01:00",
                                        "deauthenticated from 02:00:00:00:01:00 (Reason: ",
                                        "deauthenticated from 02:00:00:00:01:00 (Reason: 65536=X)",
                                        "disassociated from 02:00:00:00:01:00 (Rea",
                                        "deauthenticating from 02:00:00:00:01:00",
                                        "deauthenticating from 02:00:00:00:01:00 by local choice",
                                        "aborting authentication with 02:00:00:00:01:00 by loc",
                                        "disassociating from ",
                                        "Connection to AP 02:00:00:00:01:00",
                                        "Connection to AP ",
                                        "disconnect from AP 02:00:00:00:01:00 for new",
                                        "02:00:00:00:01:00 denied authentication (status ",
                                        "02:00:00:00:01:00 denied association (code=",
                                        "02:00:00:00:01:00 rejected association temporarily; comeback duration "})
        EXPECT_EQ(told("wlan0: " + std::string(text)), "malformed") << text;
}

TEST(Mac80211, ThatIsCutNeverSaysOtherThanTheWholeLine) {
    for (const std::string_view text :
         {"wlan0: deauthenticated from 02:00:00:00:01:00 (Reason: 15=4WAY_HANDSHAKE_TIMEOUT)",
          "wlan0: 02:00:00:00:01:00 denied association (code=17)",
          "wlan0: deauthenticating from 02:00:00:00:01:00 by local choice (Reason: 23=IEEE8021X_FAILED)",
          "wlan0: send auth to 02:00:00:00:01:00 (try 12/30)",
          "wlan0: RX AssocResp from 02:00:00:00:01:00 (capab=0x431 status=30 aid=1)",
          "wlan0: 02:00:00:00:01:00 denied authentication (status 17)",
          "wlan0: 02:00:00:00:01:00 rejected association temporarily; comeback duration 1000 TU (1024 ms)",
          "wlan0: associate with 02:00:00:00:01:00 (try 12/30)",
          "wlan0: disconnect from AP 02:00:00:00:01:00 for new auth to 02:00:00:00:02:00", "wlan0: authenticated",
          "wlan0: associated", "wlan0: disassociated from 02:00:00:00:01:00 (Reason: 34=DISASSOC_LOW_ACK)",
          "wlan0: authentication with 02:00:00:00:01:00 timed out"}) {
        const Decoded whole = decode_kernel_message(text, drivers());
        ASSERT_EQ(whole.kind, Decoded::Kind::event) << text;
        for (std::size_t size = 0; size < text.size(); ++size) {
            const std::string cut(text.substr(0, size));
            const Decoded decoded = decode_kernel_message(cut, drivers());
            if (decoded.kind != Decoded::Kind::event) continue;
            EXPECT_TRUE(same_happening(*decoded.payload, *whole.payload)) << cut << "\n"
                                                                          << words(decoded) << "\n"
                                                                          << words(whole);
        }
    }
}

TEST(UnknownWords, AreUnrecognizedOnAWirelessInterfaceAndForeignOnAnother) {
    for (const std::string_view interface :
         {"wlan0", "wlp3s0f3u2i2", "wlx00c0caabcdef", "wlo1", "wls1", "ath0", "p2p-wlan0-0", "wifi0"})
        EXPECT_EQ(told(std::string(interface) + ": something new of Linux 9"), "unrecognized") << interface;
    for (const std::string_view interface :
         {"eth0", "enp3s0", "lan5", "usb0", "br-lan", "w", "wg0", "wwan0", "athena", "wan"})
        EXPECT_EQ(told(std::string(interface) + ": something new of Linux 9"), "foreign") << interface;
}

TEST(KnownWords, CountOnAnInterfaceOfAnyName) {
    EXPECT_EQ(told("lan5: authenticated"), "lan5 authenticated bssid=-");
    EXPECT_EQ(told("eth1: Connection to AP 02:00:00:00:01:00 lost"),
              "eth1 connection_loss bssid=02:00:00:00:01:00");
    EXPECT_EQ(told("usb 1-1: authenticated"), "foreign") << "a blank is in no name of an interface";
    EXPECT_EQ(told("averylongname0123: authenticated"), "foreign") << "nor are there more than 15 bytes";
    EXPECT_EQ(told("averylongname01: authenticated"), "averylongname01 authenticated bssid=-");
}

TEST(OtherMessages, AreForeign) {
    for (const std::string_view message :
         {"", " ", ":", ": ", "e1000e 0000:00:1f.6 eth0: NIC Link is Up 1000 Mbps Full Duplex",
          "usb 1-1: new high-speed USB device number 2 using ehci-pci",
          "PM: suspend of devices complete after 12.345 msecs", "br-lan: port 1(eth0) entered forwarding state",
          "Bluetooth: hci0: authenticated", "associated", "EXT4-fs (sda1): mounted filesystem",
          "nvme nvme0: associated", "authenticate with 02:00:00:00:01:00"})
        EXPECT_EQ(told(message), "foreign") << message;
}

// --- the machine
// ---------------------------------------------------------------------------------------------------------

TEST(Machine, SuspendsResumesAndBoots) {
    EXPECT_EQ(told("PM: suspend entry (deep)"), "suspended");
    EXPECT_EQ(told("PM: suspend entry (s2idle)"), "suspended");
    EXPECT_EQ(told("PM: suspend exit"), "resumed");
    EXPECT_EQ(told("PM: hibernation: hibernation entry"), "suspended");
    EXPECT_EQ(told("PM: hibernation: hibernation exit"), "resumed");
    EXPECT_EQ(told("PM: hibernation entry"), "suspended");
    EXPECT_EQ(told("PM: hibernation exit"), "resumed");
    EXPECT_EQ(told("PM: Finishing wakeup."), "resumed");
    EXPECT_EQ(told("Linux version 6.1.0-56-amd64 (debian-kernel@lists.debian.org)"), "booted");
}

TEST(Machine, RestartsItsHardware) {
    EXPECT_EQ(told("ieee80211 phy2: Hardware restart was requested"), "phy2 hardware_restarted of=phy2");
    EXPECT_EQ(told("ieee80211 radio0: Hardware restart was requested"), "radio0 hardware_restarted of=radio0");
    EXPECT_EQ(told("ieee80211 phy0: Selected rate control algorithm 'minstrel_ht'"), "noted");
}

TEST(Machine, SaysWhenALinkBecomesReady) {
    EXPECT_EQ(told("IPv6: ADDRCONF(NETDEV_CHANGE): wlan0: link becomes ready"), "wlan0 authorized bssid=-");
    EXPECT_EQ(told("ADDRCONF(NETDEV_CHANGE): wlan0: link becomes ready"), "wlan0 authorized bssid=-");
    EXPECT_EQ(told("IPv6: ADDRCONF(NETDEV_UP): wlan0: link is not ready"), "noted");
    EXPECT_EQ(told("IPv6: ADDRCONF(NETDEV_CHANGE): wlan0: link becomes"), "noted");
    EXPECT_EQ(told("IPv6: ADDRCONF(NETDEV_CHA"), "noted");
}

TEST(Drivers, AreToldByTheirProfiles) {
    EXPECT_EQ(told("iwlwifi 0000:12:00.0: Microcode SW error detected. Restarting 0x0."),
              "firmware_error driver=iwlwifi device=0000:12:00.0");
    EXPECT_EQ(told("iwlwifi 0000:12:00.0: Unhandled alg: 0x707"), "decrypt_failure");
    EXPECT_EQ(told("iwlwifi 0000:12:00.0: reporting RF_KILL (radio disabled)"), "radio_blocked");
    EXPECT_EQ(told("iwlwifi 0000:12:00.0: reporting RF_KILL (radio enabled)"), "radio_unblocked");
    EXPECT_EQ(told("ath: phy0: Chip reset failed"), "phy0 firmware_error driver=ath9k device=phy0");
    EXPECT_EQ(told("iwlwifi 0000:12:00.0: something new"), "unrecognized");
    EXPECT_EQ(told("mac80211_hwsim hwsim2 wlan2: disabling HT/VHT/HE as WMM/QoS is not supported by the AP"),
              "noted");
}

TEST(LooksWireless, GoesByTheBeginningOfTheName) {
    for (const std::string_view name : {"wlan0", "wlp3s0", "wlx00c0caabcdef", "wlo1", "wls2", "wlu1", "wlc0",
                                        "wifi0", "ath0", "ath12", "p2p-dev-wlan0"})
        EXPECT_TRUE(looks_wireless(name)) << name;
    for (const std::string_view name :
         {"", "w", "wl", "eth0", "wan", "wwan0", "ath", "athx", "xwlan0", "WLAN0", "p2p0"})
        EXPECT_FALSE(looks_wireless(name)) << name;
}

// --- literals
// ------------------------------------------------------------------------------------------------------------

bool has_one_of(const std::vector<std::string>& literals, std::string_view line) {
    return std::ranges::any_of(
        literals, [&](const std::string& literal) { return line.find(literal) != std::string_view::npos; });
}

// Whatever interface it is about: names that no literal holds leave only the words to find a line by.
TEST(Literals, OneIsInEachKernelMessageOfWeight) {
    const auto literals = EventReader::literals(drivers());
    std::size_t events = 0;
    for (const std::string_view text :
         {"authenticate with 02:00:00:00:01:00",
          "send auth to 02:00:00:00:01:00 (try 2/3)",
          "authenticated",
          "02:00:00:00:01:00 denied authentication (status 17)",
          "authentication with 02:00:00:00:01:00 timed out",
          "associate with 02:00:00:00:01:00 (try 1/3)",
          "RX AssocResp from 02:00:00:00:01:00 (capab=0x431 status=0 aid=1)",
          "RX ReassocResp from 02:00:00:00:01:00 (capab=0x431 status=30 aid=1)",
          "02:00:00:00:01:00 denied association (code=17)",
          "... denied association (code=17)",
          "02:00:00:00:01:00 rejected association temporarily; comeback duration 1000 TU (1024 ms)",
          "associated",
          "association with 02:00:00:00:01:00 timed out",
          "disconnect from AP 02:00:00:00:01:00 for new auth to 02:00:00:00:02:00",
          "disconnect from AP 02:00:00:00:01:00 for new assoc to 02:00:00:00:02:00",
          "Connection to AP 02:00:00:00:01:00 lost",
          "deauthenticated from 02:00:00:00:01:00 (Reason: 3)",
          "deauthenticated from 02:00:00:00:01:00 while associating (Reason: 6=X)",
          "disassociated from 02:00:00:00:01:00 (Reason: 8=X)",
          "deauthenticating from 02:00:00:00:01:00 by local choice (Reason: 3=X)",
          "disassociating from 02:00:00:00:01:00 by local choice (Reason: 8=X)",
          "aborting authentication with 02:00:00:00:01:00 by local choice (Reason: 3=X)",
          "aborting association with 02:00:00:00:01:00 by local choice (Reason: 3=X)",
          "detected beacon loss from AP (missed 7 beacons) - probing",
          "No probe response from AP 02:00:00:00:01:00 after 500ms, disconnecting.",
          "No ack for nullfunc frame to AP 02:00:00:00:01:00, disconnecting.",
          "AP 02:00:00:00:01:00 changed bandwidth to incompatible one - disconnect",
          "failed to use reserved channel context, disconnecting (err=-16)",
          "failed to follow AP 02:00:00:00:01:00 bandwidth change, disconnect",
          "Driver requested disconnection from AP 02:00:00:00:01:00"})
        for (const std::string_view prefix : {"lan5: ", "lan5: [link 0] ", "x: "}) {
            const std::string message = std::string(prefix) + std::string(text);
            const Decoded decoded = decode_kernel_message(message, drivers());
            ASSERT_EQ(decoded.kind, Decoded::Kind::event) << message;
            EXPECT_TRUE(has_one_of(literals, message)) << message;
            ++events;
        }
    EXPECT_EQ(events, 90U);
    for (const std::string_view message : {"Linux version 6.1",
                                           "PM: suspend entry (deep)",
                                           "PM: suspend exit",
                                           "PM: hibernation: hibernation entry",
                                           "PM: hibernation exit",
                                           "PM: hibernation entry",
                                           "PM: Finishing wakeup.",
                                           "ieee80211 x: Hardware restart was requested",
                                           "IPv6: ADDRCONF(NETDEV_CHANGE): x: link becomes ready",
                                           "iwlwifi 0000:12:00.0: Microcode SW error detected.",
                                           "ath: phy0: Chip reset failed",
                                           "wlan0: news",
                                           "wlo1: news",
                                           "wifi0: news",
                                           "p2p-x: news",
                                           "wlu1: news",
                                           "wlc1: news",
                                           "wls1: news",
                                           "wlx00c0ca: news",
                                           "wlp3s0: news"}) {
        EXPECT_NE(decode_kernel_message(message, drivers()).kind, Decoded::Kind::foreign) << message;
        EXPECT_TRUE(has_one_of(literals, message)) << message;
        EXPECT_TRUE(has_one_of(literals, "[    1.000000] " + std::string(message))) << message;
    }
}

TEST(Literals, OneIsInWhatIsSaidOfAnAthInterfaceBehindAnyFrame) {
    const auto literals = EventReader::literals(drivers());
    ASSERT_EQ(told("ath0: news"), "unrecognized");
    EXPECT_TRUE(has_one_of(literals, "[    1.000000] ath0: news"));
    EXPECT_TRUE(has_one_of(literals, "6,339,5140900,-;ath0: news"));
}

TEST(Literals, OneIsInEachLineOfIwOfWeight) {
    std::vector<std::string> literals;
    for (const std::string_view literal : iw_literals()) literals.emplace_back(literal);
    std::size_t events = 0;
    for (const std::string_view text : {"scan started",
                                        "scan finished: 2412",
                                        "scan aborted",
                                        "new station 02:00:00:00:01:00",
                                        "del station 02:00:00:00:01:00",
                                        "connected to 02:00:00:00:01:00",
                                        "connected",
                                        "disconnected (by AP)",
                                        "disconnected (local request) reason: 3: x",
                                        "failed to connect, status: 1: x",
                                        "timed out",
                                        "roamed",
                                        "CQM event: beacon loss",
                                        "deauth [no frame]",
                                        "disassoc [no frame]",
                                        "unknown event 139 (x)",
                                        "ctrl. port TX status (cookie 3): acked",
                                        "regulatory domain change: x",
                                        "new interface type station",
                                        "channel switch freq=5180",
                                        "auth: timed out",
                                        "assoc: timed out",
                                        "assoc comeback bssid 02:00:00:00:01:00 timeout 1000"})
        for (const std::string_view prefix :
             {"lan5 (phy #0): ", "phy #0: ", "wdev 0x2 (phy #0): ", "lan5: ", "wdev 0x2: ", ""}) {
            const std::string line = std::string(prefix) + std::string(text);
            if (decode_iw_event(line).kind != Decoded::Kind::event) continue;
            ++events;
            EXPECT_TRUE(has_one_of(literals, line)) << line;
        }
    EXPECT_GE(events, 3U * 23U);
}

TEST(Literals, AreOnesThatAPrefilterCanHave) {
    for (const std::string& literal : EventReader::literals(drivers())) {
        EXPECT_GE(literal.size(), 3U) << literal;
        EXPECT_EQ(literal.find('\n'), std::string::npos) << literal;
    }
}

}  // namespace
}  // namespace wlanmedic::evidence
