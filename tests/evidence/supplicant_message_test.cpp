// SPDX-License-Identifier: MIT
#include "evidence/supplicant_message.h"

#include <gtest/gtest.h>

#include <fstream>

#include "evidence/iw_event.h"
#include "evidence/supplicant_log.h"

namespace wlanmedic::evidence {
namespace {

using Kind = Decoded::Kind;
using wifi::MacAddress;
using wifi::Sender;

const auto ap = MacAddress::parse("02:00:00:00:00:00");
const auto other_ap = MacAddress::parse("02:00:00:00:01:00");

Decoded read(std::string_view text) { return SupplicantLog().decode(text); }

template <class T>
T event_of(std::string_view text) {
    const Decoded decoded = read(text);
    EXPECT_EQ(decoded.kind, Kind::event) << text;
    EXPECT_EQ(decoded.interface, "wlan0") << text;
    if (!decoded.payload || !std::holds_alternative<T>(*decoded.payload)) {
        ADD_FAILURE() << text << " is another happening";
        return {};
    }
    return std::get<T>(*decoded.payload);
}

TEST(SupplicantMessage, TellsWhoDisconnectedAndWhy) {
    const auto by_ap =
        event_of<wifi::Disconnected>("wlan0: CTRL-EVENT-DISCONNECTED bssid=02:00:00:00:00:00 reason=16");
    EXPECT_EQ(by_ap.by, Sender::access_point);
    EXPECT_EQ(by_ap.reason, 16);
    const auto local = event_of<wifi::Disconnected>(
        "wlan0: CTRL-EVENT-DISCONNECTED bssid=02:00:00:00:00:00 reason=4 locally_generated=1");
    EXPECT_EQ(local.by, Sender::local);
    EXPECT_EQ(local.reason, 4);
    EXPECT_EQ(event_of<wifi::Disconnected>(
                  "wlan0: CTRL-EVENT-DISCONNECTED bssid=98:da:c4:5c:3f:b8 reason=4 locally_gen>")
                  .by,
              Sender::local)
        << "a pager has cut the line";
    const auto old =
        event_of<wifi::Disconnected>("wlan0: CTRL-EVENT-DISCONNECTED - Disconnect event - remove keys");
    EXPECT_EQ(old.by, Sender::unknown);
    EXPECT_EQ(read("wlan0: CTRL-EVENT-DISCONNECTED bssid=02:00").kind, Kind::malformed);
}

TEST(SupplicantMessage, KeepsTheHappeningWhereTheAddressWasTakenOut) {
    for (const std::string_view blank : {"[redacted 5GHz AP BSSID]", "...", "<removed>"}) {
        const std::string where(blank);
        EXPECT_EQ(event_of<wifi::Associated>("wlan0: Associated with " + where).bssid, std::nullopt);
        EXPECT_EQ(event_of<wifi::Authorized>("wlan0: CTRL-EVENT-CONNECTED - Connection to " + where +
                                             " completed [id=0 id_str=]")
                      .bssid,
                  std::nullopt);
        EXPECT_EQ(event_of<wifi::Disconnected>("wlan0: CTRL-EVENT-DISCONNECTED bssid=" + where +
                                               " reason=3 locally_generated=1")
                      .reason,
                  3);
        EXPECT_EQ(event_of<wifi::AuthRequested>("wlan0: SME: Trying to authenticate with " + where +
                                                " (SSID='x' freq=2412 MHz)")
                      .bssid,
                  std::nullopt);
    }
    const auto half = event_of<wifi::Associated>("wlan0: Associated with 60:38:e0:xx:xx:xx");
    ASSERT_TRUE(half.bssid);
    EXPECT_EQ(half.bssid->to_string(), "60:38:e0:xx:xx:xx");
}

TEST(SupplicantMessage, FollowsAnAttemptFromAuthenticationToKeys) {
    EXPECT_EQ(event_of<wifi::AuthRequested>(
                  "wlan0: SME: Trying to authenticate with 02:00:00:00:00:00 (SSID='lab' freq=2412 MHz)")
                  .bssid,
              ap);
    EXPECT_EQ(
        event_of<wifi::Authenticated>("wlan0: SME: Authentication response: peer=02:00:00:00:00:00 auth_type=0 "
                                      "auth_transaction=2 status_code=0")
            .bssid,
        ap);
    EXPECT_EQ(event_of<wifi::AssocRequested>(
                  "wlan0: Trying to associate with 02:00:00:00:00:00 (SSID='lab' freq=2412 MHz)")
                  .bssid,
              ap);
    EXPECT_EQ(event_of<wifi::AssocRequested>("wlan0: Trying to associate with SSID 'Associated with'").bssid,
              std::nullopt);
    EXPECT_EQ(event_of<wifi::Associated>("wlan0: Associated with 02:00:00:00:00:00").bssid, ap);
    EXPECT_EQ(event_of<wifi::Authorized>(
                  "wlan0: CTRL-EVENT-CONNECTED - Connection to 02:00:00:00:00:00 completed (auth) [id=0 id_str=]")
                  .bssid,
              ap);
    EXPECT_EQ(read("wlan0: WPA: Key negotiation completed with 02:00:00:00:00:00 [PTK=CCMP GTK=CCMP]").kind,
              Kind::noted);
    EXPECT_EQ(read("wlan0: WPA: Group rekeying completed with 02:00:00:00:00:00 [GTK=CCMP]").kind, Kind::noted);
}

TEST(SupplicantMessage, TellsRefusalsFromTimeOuts) {
    const auto rejected =
        event_of<wifi::AssocRejected>("wlan0: CTRL-EVENT-ASSOC-REJECT bssid=02:00:00:00:00:00 status_code=30");
    EXPECT_EQ(rejected.status, 30);
    EXPECT_EQ(rejected.bssid, ap);
    EXPECT_EQ(
        event_of<wifi::AssocRejected>("wlan0: CTRL-EVENT-ASSOC-REJECT bssid=00:00:00:00:00:00 status_code=16")
            .bssid,
        std::nullopt)
        << "a driver with its own MLME names none";
    EXPECT_EQ(event_of<wifi::AssocRejected>("wlan0: CTRL-EVENT-ASSOC-REJECT status_code=1").status, 1);
    EXPECT_EQ(event_of<wifi::AssocTimedOut>(
                  "wlan0: CTRL-EVENT-ASSOC-REJECT bssid=02:00:00:00:00:00 status_code=1 timeout=assoc")
                  .bssid,
              ap);
    EXPECT_EQ(event_of<wifi::AuthRejected>(
                  "wlan0: CTRL-EVENT-AUTH-REJECT 02:00:00:00:00:00 auth_type=3 auth_transaction=2 status_code=15")
                  .status,
              15);
    EXPECT_EQ(
        read("wlan0: CTRL-EVENT-AUTH-REJECT 02:00:00:00:00:00 auth_type=3 auth_transaction=1 status_code=76").kind,
        Kind::noted)
        << "SAE asks for a token: a step, no refusal";
    EXPECT_EQ(event_of<wifi::AuthTimedOut>("wlan0: Authentication with 02:00:00:00:00:00 timed out.").bssid, ap);
    event_of<wifi::AuthTimedOut>("wlan0: SME: Authentication timed out");
    event_of<wifi::AssocTimedOut>("wlan0: SME: Association timed out");
    event_of<wifi::WrongKey>("wlan0: WPA: 4-Way Handshake failed - pre-shared key may be incorrect");
    event_of<wifi::EapFailed>("wlan0: CTRL-EVENT-EAP-FAILURE EAP authentication failed");
    EXPECT_EQ(read("wlan0: CTRL-EVENT-EAP-FAILURE 02:00:00:00:00:00").kind, Kind::noted)
        << "hostapd's, of a station";
}

TEST(SupplicantMessage, TellsWhatIsPutOffAndForHowLong) {
    const auto network = event_of<wifi::Waiting>(
        "wlan0: CTRL-EVENT-SSID-TEMP-DISABLED id=0 ssid=\"lab\" auth_failures=1 duration=10 reason=WRONG_KEY");
    EXPECT_EQ(network.because, "WRONG_KEY");
    EXPECT_EQ(network.duration, std::optional<wifi::Duration>(std::chrono::seconds{10}));
    EXPECT_EQ(network.bssid, std::nullopt);
    event_of<wifi::WaitingOver>("wlan0: CTRL-EVENT-SSID-REENABLED id=0 ssid=\"lab\"");
    struct Case {
        std::string_view text;
        std::optional<int> seconds;
    };
    for (const Case& of :
         {Case{"Added BSSID 02:00:00:00:00:00 into ignore list, ignoring for 10 seconds", 10},
          Case{"BSSID 02:00:00:00:00:00 ignore list count incremented to 2, ignoring for 60 seconds", 60},
          Case{"Added BSSID 02:00:00:00:00:00 into blacklist", std::nullopt},
          Case{"BSSID 02:00:00:00:00:00 blacklist count incremented to 3", std::nullopt}}) {
        const auto waiting = event_of<wifi::Waiting>("wlan0: " + std::string(of.text));
        EXPECT_EQ(waiting.bssid, ap);
        EXPECT_EQ(waiting.duration.has_value(), of.seconds.has_value()) << of.text;
        if (of.seconds) {
            EXPECT_EQ(*waiting.duration, std::chrono::seconds{*of.seconds});
        }
    }
    event_of<wifi::WaitingOver>("wlan0: Removed BSSID 02:00:00:00:00:00 from ignore list (clear)");
    event_of<wifi::WaitingOver>("wlan0: Removed BSSID 02:00:00:00:00:00 from blacklist");
}

TEST(SupplicantMessage, TakesNoOrderFromANetworksName) {
    const auto hostile = event_of<wifi::Waiting>(
        R"(wlan0: CTRL-EVENT-SSID-TEMP-DISABLED id=0 ssid="x\" auth_failures=9 duration=999 reason=NO" auth_failures=1 duration=20 reason=CONN_FAILED)");
    EXPECT_EQ(hostile.duration, std::optional<wifi::Duration>(std::chrono::seconds{20}));
    EXPECT_EQ(hostile.because, "CONN_FAILED");
    const auto attempt = event_of<wifi::AssocRequested>(
        "wlan0: Trying to associate with 02:00:00:00:00:00 (SSID='wlan0: CTRL-EVENT-DISCONNECTED reason=4' "
        "freq=2412 MHz)");
    EXPECT_EQ(attempt.bssid, ap);
    EXPECT_EQ(read("wlan0:    selected BSS 02:00:00:00:00:00 ssid='CTRL-EVENT-CONNECTED'").kind, Kind::foreign);
    EXPECT_EQ(read("  * SSID=wlan0: CTRL-EVENT-DISCONNECTED bssid=02:00:00:00:00:00 reason=4").kind,
              Kind::foreign);
}

TEST(SupplicantMessage, ReadsScansSignalsAndTheRest) {
    event_of<wifi::ScanStarted>("wlan0: CTRL-EVENT-SCAN-STARTED ");
    event_of<wifi::ScanFinished>("wlan0: CTRL-EVENT-SCAN-RESULTS ");
    EXPECT_EQ(event_of<wifi::ScanFailed>("wlan0: CTRL-EVENT-SCAN-FAILED ret=-16 retry=1").error, 16);
    event_of<wifi::NetworkNotFound>("wlan0: CTRL-EVENT-NETWORK-NOT-FOUND ");
    event_of<wifi::NetworkNotFound>("wlan0: No suitable network found");
    event_of<wifi::BeaconLoss>("wlan0: CTRL-EVENT-BEACON-LOSS");
    EXPECT_EQ(
        event_of<wifi::SignalReport>("wlan0: CTRL-EVENT-SIGNAL-CHANGE above=0 signal=-68 noise=9999 txrate=29200")
            .dbm,
        -68);
    EXPECT_EQ(
        event_of<wifi::ChannelSwitched>("wlan0: CTRL-EVENT-CHANNEL-SWITCH freq=5180 ht_enabled=1 ch_offset=1")
            .frequency,
        5180);
    event_of<wifi::RegulatoryChanged>("wlan0: CTRL-EVENT-REGDOM-CHANGE init=CORE type=WORLD");
    EXPECT_EQ(event_of<wifi::UserRequest>("wlan0: CTRL-EVENT-TERMINATING ").what, "stop");
    EXPECT_EQ(event_of<wifi::UserRequest>("wlan0: Control interface command 'REASSOCIATE'").what, "reassociate");
    EXPECT_EQ(event_of<wifi::UserRequest>("wlan0: Control interface command 'ROAM 02:00:00:00:00:00'").what,
              "roam");
    EXPECT_EQ(read("wlan0: Control interface command 'PING'").kind, Kind::noted);
    EXPECT_EQ(
        std::get<wifi::UserRequest>(
            *read("dbus: fi.w1.wpa_supplicant1.Interface.Disconnect (/fi/w1/wpa_supplicant1/Interfaces/0) []")
                 .payload)
            .what,
        "disconnect");
    EXPECT_TRUE(std::holds_alternative<wifi::RadioBlocked>(*read("rfkill: WLAN soft blocked").payload));
    EXPECT_TRUE(std::holds_alternative<wifi::RadioUnblocked>(*read("rfkill: WLAN unblocked").payload));
}

TEST(SupplicantMessage, CountsWhatItDoesNotKnowAndNotEveryDebugLine) {
    EXPECT_EQ(read("wlan0: CTRL-EVENT-SOMETHING-NEW a=1").kind, Kind::unrecognized);
    EXPECT_EQ(read("wlan0: SME: Association request to the driver failed").kind, Kind::unrecognized);
    EXPECT_EQ(read("wlan0: CTRL-EVENT-SUBNET-STATUS-UPDATE status=0").kind, Kind::noted);
    EXPECT_EQ(read("wlan0: PMKSA-CACHE-ADDED 02:00:00:00:00:00 0").kind, Kind::noted);
    EXPECT_EQ(read("nl80211: Supported cipher 00-0f-ac:1").kind, Kind::foreign);
    EXPECT_EQ(read("EAPOL: External notification - EAP fail=0").kind, Kind::foreign);
}

TEST(SupplicantMessage, TakesOffWhatWpaCliAndJournalsPutBefore) {
    for (const std::string_view text :
         {"wlan0: Associated with 02:00:00:00:00:00", "IFNAME=wlan0 <3>Associated with 02:00:00:00:00:00",
          "<3>wlan0: Associated with 02:00:00:00:00:00",
          "1767225658.832286: wlan0: Associated with 02:00:00:00:00:00"})
        EXPECT_EQ(event_of<wifi::Associated>(text).bssid, ap) << text;
}

TEST(SupplicantLog, KnowsThatAnAttemptWhileLinkedLeavesTheLink) {
    SupplicantLog log;
    const std::string_view first =
        "wlan0: SME: Trying to authenticate with 02:00:00:00:00:00 (SSID='lab' freq=2412 MHz)";
    const std::string_view second =
        "wlan0: SME: Trying to authenticate with 02:00:00:00:01:00 (SSID='lab' freq=2437 MHz)";
    EXPECT_TRUE(std::holds_alternative<wifi::AuthRequested>(*log.decode(first).payload));
    log.decode("wlan0: Associated with 02:00:00:00:00:00");
    const auto roam = std::get<wifi::RoamRequested>(*log.decode(second).payload);
    EXPECT_EQ(roam.from, ap);
    EXPECT_EQ(roam.to, other_ap);
    EXPECT_TRUE(std::holds_alternative<wifi::AuthRequested>(*log.decode(first).payload))
        << "the link is gone already";
    log.decode("wlan0: Associated with 02:00:00:00:00:00");
    log.decode("wlan0: CTRL-EVENT-DISCONNECTED bssid=02:00:00:00:00:00 reason=3 locally_generated=1");
    EXPECT_TRUE(std::holds_alternative<wifi::AuthRequested>(*log.decode(second).payload));
}

TEST(SupplicantLog, PutsTheScanOfADebugLogTogether) {
    SupplicantLog log;
    EXPECT_EQ(log.decode("nl80211: Scan included frequencies: 2412 2437").kind, Kind::noted);
    EXPECT_EQ(log.decode("wlan0: Event SCAN_RESULTS (3) received").kind, Kind::noted);
    const Decoded decoded = log.decode("nl80211: Received scan results (7 BSSes)");
    ASSERT_EQ(decoded.kind, Kind::event);
    EXPECT_EQ(decoded.interface, "wlan0");
    const auto& scan = std::get<wifi::ScanFinished>(*decoded.payload);
    EXPECT_EQ(scan.seen, 7);
    EXPECT_EQ(scan.frequencies, (std::vector{2412, 2437}));
    EXPECT_EQ(log.decode("nl80211: Received scan results (7 BSSes)").kind, Kind::noted)
        << "the P2P device looks too";
}

TEST(SupplicantLog, TellsOnceForEachScanThatAnAccessPointItWantsIsThere) {
    SupplicantLog log;
    const std::string_view seen =
        "wlan0: 0: 02:00:00:00:00:00 ssid='a level=1 freq=1' wpa_ie_len=0 rsn_ie_len=20 caps=0x411 level=-40 "
        "freq=2412 ";
    EXPECT_EQ(log.decode(seen).kind, Kind::noted) << "nobody wants it";
    log.decode("wlan0: SME: Trying to authenticate with 02:00:00:00:00:00 (SSID='lab' freq=2412 MHz)");
    const Decoded decoded = log.decode(seen);
    ASSERT_EQ(decoded.kind, Kind::event);
    EXPECT_EQ(std::get<wifi::NetworkSeen>(*decoded.payload).dbm, -40);
    EXPECT_EQ(std::get<wifi::NetworkSeen>(*decoded.payload).frequency, 2412);
    EXPECT_EQ(log.decode(seen).kind, Kind::noted);
    log.decode("wlan0: Event SCAN_RESULTS (3) received");
    EXPECT_EQ(log.decode(seen).kind, Kind::event);
}

TEST(SupplicantLog, FindsTheInterfaceOfLinesThatNameNone) {
    SupplicantLog log;
    EXPECT_EQ(log.decode("CTRL-EVENT-BEACON-LOSS ").kind, Kind::unrecognized) << "which one?";
    log.decode("wlan0: SME: Trying to authenticate with 02:00:00:00:00:00 (SSID='lab' freq=2412 MHz)");
    EXPECT_EQ(log.decode("CTRL-EVENT-BEACON-LOSS ").interface, "wlan0");
    log.decode("wlan1: SME: Trying to authenticate with 02:00:00:00:01:00 (SSID='lab' freq=2412 MHz)");
    EXPECT_EQ(log.decode("CTRL-EVENT-BEACON-LOSS ").kind, Kind::unrecognized);
    EXPECT_EQ(log.decode("Added BSSID 02:00:00:00:01:00 into ignore list, ignoring for 10 seconds").interface,
              "wlan1");
    log.decode("wlan0: Event UNPROT_DEAUTH (42) received");
    const Decoded stray = log.decode(
        "Unprotected Deauthentication frame dropped: 02:00:00:00:00:00 -> 02:00:00:00:02:00 (reason code 7)");
    EXPECT_EQ(stray.interface, "wlan0");
    EXPECT_EQ(std::get<wifi::UnprotectedDeauth>(*stray.payload).reason, 7);
    EXPECT_EQ(std::get<wifi::UnprotectedDeauth>(*stray.payload).from, ap);
}

TEST(SupplicantLog, MakesNoLossOfAHotspotsEnd) {
    SupplicantLog log;
    EXPECT_EQ(std::get<wifi::InterfaceType>(*log.decode("wlan0: AP-ENABLED ").payload).type, "access point");
    EXPECT_EQ(
        log.decode("wlan0: CTRL-EVENT-CONNECTED - Connection to 02:00:00:00:02:00 completed [id=0 id_str=]").kind,
        Kind::noted);
    log.decode("wlan0: AP-DISABLED ");
    EXPECT_EQ(
        log.decode("wlan0: CTRL-EVENT-DISCONNECTED bssid=02:00:00:00:02:00 reason=3 locally_generated=1").kind,
        Kind::noted);
    EXPECT_EQ(
        log.decode("wlan0: SME: Trying to authenticate with 02:00:00:00:00:00 (SSID='lab' freq=2412 MHz)").kind,
        Kind::event);
}

TEST(SupplicantLog, LeavesTheP2PDeviceAndTheWireOut) {
    EXPECT_EQ(read("p2p-dev-wlan0: CTRL-EVENT-TERMINATING ").kind, Kind::noted);
    EXPECT_EQ(read("eth0: CTRL-EVENT-CONNECTED - Connection to 01:80:c2:00:00:03 completed [id=0 id_str=]").kind,
              Kind::noted);
}

TEST(SupplicantLines, AreNeverTakenForThoseOfIwNorTheseForThem) {
    for (const std::string folder : {"full-chain", "recovery-actions", "two-access-points"}) {
        const std::string lab = WLANMEDIC_SOURCE_DIR "/tests/golden/lab/" + folder;
        for (std::ifstream log(lab + "/wpa_supplicant.log"); log;) {
            std::string line;
            if (!std::getline(log, line)) break;
            if (line.find(": ") == std::string::npos) continue;
            for (const std::string_view text :
                 {std::string_view(line), std::string_view(line).substr(line.find(": ") + 2)}) {
                const auto iw = take_iw_line(text, false);
                EXPECT_TRUE(!iw || decode_iw_event(iw->text).kind == Kind::foreign) << text;
            }
        }
        for (std::ifstream log(lab + "/iw-event.txt"); log;) {
            std::string line;
            if (!std::getline(log, line)) break;
            if (line.find(": ") == std::string::npos) continue;
            const std::string_view text = std::string_view(line).substr(line.find(": ") + 2);
            EXPECT_EQ(read_supplicant_message(text).decoded.kind, Kind::foreign) << text;
        }
    }
}

}  // namespace
}  // namespace wlanmedic::evidence
