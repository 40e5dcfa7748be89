// SPDX-License-Identifier: MIT
#include "evidence/trace_event.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "evidence/event_reader.h"
#include "support.h"

namespace wlanmedic::evidence {
namespace {

using testing::ElementsAre;

// Each line's words, those that are noted left out.
std::vector<std::string> told(const std::vector<std::string>& lines, const std::string& task = "wpa_supplicant") {
    TraceDecoder decoder;
    std::vector<std::string> all;
    for (const std::string& line : lines)
        if (const Decoded decoded = decoder.decode(line, task); decoded.kind != Decoded::Kind::noted)
            all.push_back(words(decoded));
    return all;
}

std::string one(const std::string& line) {
    const auto all = told(std::vector{line});
    return all.empty() ? "noted" : all.front();
}

// Linux 6.1, as the lab recorded it.
const std::vector<std::string> joining{
    "rdev_auth: phy2, netdev:wlan2(4), auth type: 0, bssid: 02:00:00:00:00:00",
    "drv_sta_state: phy2 vif:wlan2(2) sta:02:00:00:00:00:00 state: 0->1",
    "drv_mgd_prepare_tx: phy2 vif:wlan2(2) duration: 0, subtype:0xb0, success:0",
    "drv_sta_state: phy2 vif:wlan2(2) sta:02:00:00:00:00:00 state: 1->2",
    "cfg80211_rx_mlme_mgmt: netdev:wlan2(4), ftype:0xb0",
    "rdev_assoc: phy2, netdev:wlan2(4), bssid: 02:00:00:00:00:00, previous bssid: 00:00:00:00:00:00, use mfp: "
    "true, flags: 0",
    "drv_mgd_prepare_tx: phy2 vif:wlan2(2) duration: 0, subtype:0x0, success:0"};

std::vector<std::string> after_joining(const std::vector<std::string>& more) {
    std::vector<std::string> lines = joining;
    lines.insert(lines.end(), more.begin(), more.end());
    auto all = told(lines);
    all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(told(joining).size()));
    return all;
}

std::vector<std::string> after_associating(const std::vector<std::string>& more) {
    std::vector<std::string> lines{"drv_sta_state: phy2 vif:wlan2(2) sta:02:00:00:00:00:00 state: 2->3",
                                   "cfg80211_send_rx_assoc: netdev:wlan2(4), 02:00:00:00:00:00"};
    lines.insert(lines.end(), more.begin(), more.end());
    auto all = after_joining(lines);
    all.erase(all.begin(), all.begin() + 2);
    return all;
}

TEST(TraceEvent, TellsTheStepsOfJoining) {
    EXPECT_THAT(told(joining), ElementsAre("wlan2 phy2 join_started bssid=02:00:00:00:00:00",
                                           "wlan2 phy2 station_state address=02:00:00:00:00:00",
                                           "wlan2 phy2 auth_requested bssid=02:00:00:00:00:00 attempt=1",
                                           "wlan2 phy2 station_state address=02:00:00:00:00:00",
                                           "wlan2 phy2 authenticated bssid=02:00:00:00:00:00",
                                           "wlan2 phy2 assoc_requested bssid=02:00:00:00:00:00 attempt=1"));
    EXPECT_THAT(after_joining({"drv_sta_state: phy2 vif:wlan2(2) sta:02:00:00:00:00:00 state: 2->3",
                               "cfg80211_send_rx_assoc: netdev:wlan2(4), 02:00:00:00:00:00"}),
                ElementsAre("wlan2 phy2 station_state address=02:00:00:00:00:00",
                            "wlan2 phy2 associated bssid=02:00:00:00:00:00"));
}

TEST(TraceEvent, TellsStagesAsMac80211CountsThem) {
    TraceDecoder decoder;
    const auto decoded =
        decoder.decode("drv_sta_state: phy2 vif:wlan2(2) sta:02:00:00:00:00:00 state: 4->3", "kworker/u2:1");
    const auto& state = std::get<wifi::StationState>(decoded.payload.value());
    EXPECT_EQ(state.before, wifi::StationStage::authorized);
    EXPECT_EQ(state.after, wifi::StationStage::associated);
}

TEST(TraceEvent, CountsTheFramesOfEachStep) {
    EXPECT_THAT(after_joining({"drv_mgd_prepare_tx: phy2 vif:wlan2(2) duration: 0, subtype:0x0, success:0",
                               "drv_mgd_prepare_tx: phy2 vif:wlan2(2) duration: 0, subtype:0x20, success:0",
                               "drv_mgd_prepare_tx: phy2 vif:wlan2(2) duration: 0, subtype:0xc0, success:0"}),
                ElementsAre("wlan2 phy2 assoc_requested bssid=02:00:00:00:00:00 attempt=2",
                            "wlan2 phy2 assoc_requested bssid=02:00:00:00:00:00 attempt=3"));
    // Before Linux 5.14 no subtype is printed.
    EXPECT_THAT(told({joining[0], "drv_mgd_prepare_tx: phy2 vif:wlan2(2) duration: 0",
                      "drv_mgd_prepare_tx: phy2 vif:wlan2(2) duration: 0"}),
                ElementsAre("wlan2 phy2 join_started bssid=02:00:00:00:00:00",
                            "wlan2 phy2 auth_requested bssid=02:00:00:00:00:00 attempt=1",
                            "wlan2 phy2 auth_requested bssid=02:00:00:00:00:00 attempt=2"));
}

TEST(TraceEvent, KnowsARefusalFromAGrantByTheStage) {
    EXPECT_THAT(after_joining({"drv_sta_state: phy2 vif:wlan2(2) sta:02:00:00:00:00:00 state: 2->1",
                               "drv_sta_state: phy2 vif:wlan2(2) sta:02:00:00:00:00:00 state: 1->0",
                               "cfg80211_send_rx_assoc: netdev:wlan2(4), 02:00:00:00:00:00"}),
                ElementsAre(testing::_, testing::_, "wlan2 phy2 assoc_rejected bssid=02:00:00:00:00:00 status=0"));
    EXPECT_THAT(told({joining[0], joining[1], joining[2], "cfg80211_rx_mlme_mgmt: netdev:wlan2(4), ftype:0xb0",
                      "drv_mgd_complete_tx: phy2 vif:wlan2(2) duration: 0, subtype:0xb0, success:0"})
                    .back(),
                "wlan2 phy2 auth_rejected bssid=02:00:00:00:00:00 status=0");
    EXPECT_THAT(told({joining[0], joining[1], joining[2],
                      "drv_mgd_complete_tx: phy2 vif:wlan2(2) duration: 0, subtype:0xb0, success:0"})
                    .back(),
                "wlan2 phy2 auth_requested bssid=02:00:00:00:00:00 attempt=1")
        << "nobody answered";
}

// SAE: the access point's commit moves no station, and a second authentication follows.
TEST(TraceEvent, TakesNoStepOfSaeForTheEndOfAuthentication) {
    const auto all =
        told({joining[0], joining[1], joining[2], "cfg80211_rx_mlme_mgmt: netdev:wlan2(4), ftype:0xb0", joining[0],
              joining[2], joining[3], "cfg80211_rx_mlme_mgmt: netdev:wlan2(4), ftype:0xb0"});
    EXPECT_EQ(std::ranges::count(all, "wlan2 phy2 authenticated bssid=02:00:00:00:00:00"), 1);
    EXPECT_EQ(all.back(), "wlan2 phy2 authenticated bssid=02:00:00:00:00:00");
}

TEST(TraceEvent, GivesTheComebackToTheInterfaceThatIsJoining) {
    EXPECT_THAT(after_joining({"cfg80211_assoc_comeback: wdev(1), 02:00:00:00:00:00, timeout: 1000 TUs"}),
                ElementsAre("wlan2 phy2 assoc_comeback bssid=02:00:00:00:00:00 tu=1000"));
    EXPECT_EQ(one("cfg80211_assoc_comeback: wdev(1), 02:00:00:00:00:00, timeout: 1000 TUs"), "unrecognized");
    EXPECT_THAT(after_joining({"cfg80211_assoc_comeback: wdev(1), 02:00:00:00:00:00, timeout: x TUs"}),
                ElementsAre("malformed"));
}

TEST(TraceEvent, TellsTimeOuts) {
    EXPECT_EQ(one("cfg80211_send_auth_timeout: netdev:wlan2(4), mac: 02:00:00:00:00:00"),
              "wlan2 auth_timeout bssid=02:00:00:00:00:00");
    EXPECT_EQ(one("cfg80211_send_assoc_failure: netdev:wlan2(4), mac: 02:00:00:00:00:00, timeout: 1"),
              "wlan2 assoc_timeout bssid=02:00:00:00:00:00");
    EXPECT_EQ(one("cfg80211_send_assoc_failure: netdev:wlan2(4), mac: 02:00:00:00:00:00, timeout: 0"), "noted");
    EXPECT_EQ(one("cfg80211_send_assoc_timeout: netdev:wlan2(4), mac: 02:00:00:00:00:00"),
              "wlan2 assoc_timeout bssid=02:00:00:00:00:00");
}

TEST(TraceEvent, TellsWhoEndedTheLink) {
    EXPECT_THAT(after_associating({"cfg80211_rx_mlme_mgmt: netdev:wlan2(4), ftype:0xc0"}),
                ElementsAre("wlan2 phy2 deauthenticated by=access_point from=02:00:00:00:00:00 to=- reason=0"));
    EXPECT_THAT(
        after_associating({"cfg80211_rx_mlme_mgmt: netdev:wlan2(4), ftype:0x40a0"}),
        ElementsAre(
            "wlan2 phy2 deauthenticated by=access_point from=02:00:00:00:00:00 to=- reason=0 disassociation"));
    EXPECT_THAT(after_associating({"cfg80211_tx_mlme_mgmt: netdev:wlan2(4), ftype:0xc0 reconnect:0"}),
                ElementsAre("wlan2 phy2 deauthenticated by=local from=- to=02:00:00:00:00:00 reason=0"));
    EXPECT_THAT(after_joining({"cfg80211_tx_mlme_mgmt: netdev:wlan2(4), ftype:0xc0 reconnect:0"}),
                ElementsAre("wlan2 phy2 deauthenticated by=local from=- to=02:00:00:00:00:00 reason=0 joining"));
}

TEST(TraceEvent, GivesTheReasonThatWasAskedFor) {
    for (const std::string asked : {"rdev_deauth: phy2, netdev:wlan2(4), bssid: 02:00:00:00:00:00, reason: 3",
                                    "rdev_deauth: phy2, netdev:wlan2(4), bssid: 02:00:00:00:00:00, reason: 3, "
                                    "local_state_change:0",
                                    "rdev_disassoc: phy2, netdev:wlan2(4), bssid: 02:00:00:00:00:00, reason: 3, "
                                    "local state change: false",
                                    "rdev_disconnect: phy2, netdev:wlan2(4), reason code: 3"})
        EXPECT_THAT(after_associating({asked, "cfg80211_tx_mlme_mgmt: netdev:wlan2(4), ftype:0xc0 reconnect:0"}),
                    ElementsAre(testing::StartsWith("wlan2 phy2 user_request"),
                                "wlan2 phy2 deauthenticated by=local from=- to=02:00:00:00:00:00 reason=3"))
            << asked;
}

TEST(TraceEvent, NamesTheTaskThatAsked) {
    TraceDecoder decoder;
    const std::string line = "rdev_deauth: phy2, netdev:wlan2(4), bssid: 02:00:00:00:00:00, reason: 3";
    const auto request = std::get<wifi::UserRequest>(decoder.decode(line, "wpa_supplicant").payload.value());
    EXPECT_EQ(request.who, "wpa_supplicant");
    EXPECT_EQ(request.what, "deauthenticate");
    EXPECT_EQ(decoder.decode(line, "kworker/0:1").kind, Decoded::Kind::noted);
}

TEST(TraceEvent, TellsARoamAsMac80211Does) {
    EXPECT_THAT(after_associating({"rdev_auth: phy2, netdev:wlan2(4), auth type: 0, bssid: 02:00:00:00:00:01",
                                   "drv_sta_state: phy2 vif:wlan2(2) sta:02:00:00:00:00:00 state: 3->2",
                                   "cfg80211_tx_mlme_mgmt: netdev:wlan2(4), ftype:0xc0 reconnect:0",
                                   "drv_mgd_prepare_tx: phy2 vif:wlan2(2) duration: 0, subtype:0xb0, success:0"}),
                ElementsAre("wlan2 phy2 roam_requested from=02:00:00:00:00:00 to=02:00:00:00:00:01",
                            "wlan2 phy2 station_state address=02:00:00:00:00:00",
                            "wlan2 phy2 deauthenticated by=local from=- to=02:00:00:00:00:00 reason=0",
                            "wlan2 phy2 auth_requested bssid=02:00:00:00:00:01 attempt=1"));
}

TEST(TraceEvent, TellsCallsAsCalls) {
    EXPECT_EQ(one("api_connection_loss:  vif:wlan2(2)"), "wlan2 connection_loss_reported");
    EXPECT_EQ(one("api_beacon_loss:  vif:wlan2(2)"), "wlan2 beacon_loss_reported");
    EXPECT_EQ(one("api_cqm_beacon_loss_notify: phy2 vif:wlan2(2)"), "wlan2 phy2 beacon_loss");
    EXPECT_EQ(one("api_restart_hw: phy2"), "phy2 restart_requested");
    EXPECT_EQ(one("drv_reconfig_complete: phy2 reconfig_type:0"), "phy2 hardware_restarted of=phy2");
    EXPECT_EQ(one("drv_reconfig_complete: phy2 reconfig_type:1"), "noted");
}

TEST(TraceEvent, IsReadWithItsSystemBeforeIt) {
    EXPECT_EQ(one("mac80211:api_connection_loss:  vif:wlan2(2)"), "wlan2 connection_loss_reported");
    EXPECT_EQ(one("sched:sched_switch: prev_comm=x"), "foreign");
    EXPECT_EQ(one("ath10k:drv_stop: phy2"), "foreign");
}

TEST(TraceEvent, TellsASignalOnceThoughBothSystemsPrintIt) {
    EXPECT_THAT(told({"api_cqm_rssi_notify:  vif:wlan2(2) event:0 rssi:-71",
                      "cfg80211_cqm_rssi_notify: netdev:wlan2(4), rssi event: 0, level: -71",
                      "cfg80211_cqm_rssi_notify: netdev:wlan2(4), rssi event: 0, level: -80"}),
                testing::SizeIs(2));
}

TEST(TraceEvent, TellsOneScanOfAllBandsOfTheHardware) {
    EXPECT_THAT(told({"drv_hw_scan: phy2 vif:wlan2(2)", "drv_hw_scan: phy2 vif:wlan2(2)",
                      "api_scan_completed: phy2 aborted:1",
                      "drv_sw_scan_start: phy2,  vif:wlan2(2), addr:02:00:00:00:02:00",
                      "drv_sw_scan_complete: phy2 vif:wlan2(2)"}),
                ElementsAre("wlan2 phy2 scan_started", "wlan2 phy2 scan_finished frequencies= aborted",
                            "wlan2 phy2 scan_started", "wlan2 phy2 scan_finished frequencies="));
}

TEST(TraceEvent, SaysWhetherAKeyIsGivenOrTakenOnlyWhereTheKernelDoes) {
    const std::string fields = " cipher:0xfac04, flags=0x9, keyidx=1, hw_key_idx=0";
    TraceDecoder decoder;
    const auto key = std::get<wifi::KeyChanged>(
        decoder.decode("drv_set_key: phy2 vif:wlan2(2) sta:02:00:00:00:00:00 cmd: 1" + fields, "x")
            .payload.value());
    EXPECT_TRUE(key.removed);
    EXPECT_TRUE(key.pairwise);
    EXPECT_EQ(key.index, 1);
    EXPECT_EQ(one("drv_set_key: phy2 vif:wlan2(2) sta:02:00:00:00:00:00" + fields), "noted");
}

TEST(TraceEvent, LeavesTheInterfacesOfAccessPointsAlone) {
    EXPECT_THAT(told({"drv_sta_state: phy0 vif:wlan0(3) sta:02:00:00:00:02:00 state: 0->1",
                      "drv_sta_state: phy0 vif:wlan0(3) sta:02:00:00:00:02:00 state: 1->2",
                      "cfg80211_rx_unprot_mlme_mgmt: netdev:wlan0(2), ftype:0xc0",
                      "cfg80211_del_sta: netdev:wlan0(2), mac: 02:00:00:00:02:00"}),
                ElementsAre("wlan0 phy0 interface_type type='access point'"));
    EXPECT_THAT(told({"rdev_del_station: phy0, netdev:wlan0(2), station mac: 00:00:00:00:00:00, subtype: 12, "
                      "reason_code: 2",
                      "cfg80211_rx_unprot_mlme_mgmt: netdev:wlan0(2), ftype:0xc0"}),
                ElementsAre("wlan0 phy0 interface_type type='access point'"));
    EXPECT_THAT(told({"drv_change_interface: phy0 vif:wlan0(3) new type:2",
                      "cfg80211_rx_unprot_mlme_mgmt: netdev:wlan0(2), ftype:0xc0"}),
                ElementsAre("wlan0 phy0 interface_type type='access point'"))
        << "the line shows what it was; the next line of it shows what it is";
    EXPECT_EQ(one("drv_add_interface: phy2 vif:p2p-dev-wlan2(10) addr:42:00:00:00:02:00"),
              "p2p-dev-wlan2 phy2 interface_type type='P2P-device'");
    EXPECT_EQ(one("drv_add_interface: phy2 vif:wlan2(2/p2p) addr:42:00:00:00:02:00"),
              "wlan2 phy2 interface_type type='P2P-client'");
    EXPECT_EQ(one("drv_remove_interface: phy2 vif:wlan2(2) addr:42:00:00:00:02:00"),
              "wlan2 phy2 interface_type type='station' removed");
}

// The station is taken out of the driver and put back; the link stays.
TEST(TraceEvent, TellsNoStagesWhileTheMachineSleeps) {
    EXPECT_THAT(after_associating({"rdev_suspend: phy2, wow(Not configured!) - any: 0, disconnect: 0",
                                   "rdev_suspend: phy0, wow(Not configured!) - any: 0, disconnect: 0",
                                   "drv_sta_state: phy2 vif:wlan2(2) sta:02:00:00:00:00:00 state: 3->2",
                                   "drv_sta_state: phy2 vif:wlan2(2) sta:02:00:00:00:00:00 state: 2->3",
                                   "rdev_resume: phy2", "rdev_resume: phy0"}),
                ElementsAre("suspended", "resumed"));
}

TEST(TraceEvent, WithoutStagesTakesKeysForTheSignOfAGrant) {
    const std::vector<std::string> cfg80211{joining[0], joining[4], joining[5],
                                            "cfg80211_send_rx_assoc: netdev:wlan2(4), 02:00:00:00:00:00"};
    auto lines = cfg80211;
    lines.push_back(
        "rdev_add_key: phy2, netdev:wlan2(4), key_index: 0, mode: 0, pairwise: true, mac addr: "
        "02:00:00:00:00:00");
    lines.push_back(
        "rdev_change_station: phy2, netdev:wlan2(4), station mac: 02:00:00:00:00:00, station flags "
        "mask: 2, station flags set: 2, station modify mask: 0");
    auto all = told(lines);
    ASSERT_GE(all.size(), 2);
    EXPECT_EQ(all[all.size() - 2], "wlan2 phy2 associated bssid=02:00:00:00:00:00");
    EXPECT_EQ(all.back(), "wlan2 phy2 authorized bssid=02:00:00:00:00:00");

    lines = cfg80211;
    lines.push_back("cfg80211_send_auth_timeout: netdev:wlan2(4), mac: 02:00:00:00:00:00");
    EXPECT_EQ(told(lines), told(std::vector(cfg80211.begin(), cfg80211.end())))
        << "a link may have stood that no line told";
}

TEST(TraceEvent, ForgetsWhatLostLinesMayHaveChanged) {
    TraceDecoder decoder;
    for (const std::string& line : joining) decoder.decode(line, "x");
    decoder.decode("drv_sta_state: phy2 vif:wlan2(2) sta:02:00:00:00:00:00 state: 2->3", "x");
    decoder.forget();
    EXPECT_EQ(words(decoder.decode("cfg80211_tx_mlme_mgmt: netdev:wlan2(4), ftype:0xc0", "x")),
              "wlan2 phy2 deauthenticated by=local from=- to=- reason=0");
}

TEST(TraceEvent, CountsWhatItDoesNotKnowAndWhatBreaksOff) {
    EXPECT_EQ(one("cfg80211_of_tomorrow: netdev:wlan2(4)"), "unrecognized");
    EXPECT_EQ(one("api_of_tomorrow:  vif:wlan2(2)"), "unrecognized");
    EXPECT_EQ(one("drv_conf_tx: phy2 vif:wlan2(2) AC:3"), "noted");
    EXPECT_EQ(one("cfg80211_get_bss: phy2, band: 0, freq: 2412.000, 02:00:00:00:00:00"), "noted");
    EXPECT_EQ(one("sched_switch: prev_comm=wlan2 ==> next_comm=x"), "foreign");
    EXPECT_EQ(one("tracing_mark_write: drv_stop: phy2"), "foreign");
    for (const std::string line :
         {"rdev_auth: phy2, netdev:wlan2(4), auth type: 0, bssid: 02:00:00", "rdev_auth: phy2",
          "rdev_auth:", "drv_sta_state: phy2 vif:wlan2(2) sta:02:00:00:00:00:00 state: 0->9",
          "drv_sta_state: phy2 vif:wlan2(2) sta:02:00:00:00:00:00 state: 0-", "api_beacon_loss:  vif:wlan2(x)",
          "drv_sta_state: phy2 vif:ffff88001ed31088(2) sta:02:00:00:00:00:00 state: 0->1",
          "cfg80211_tx_mlme_mgmt: netdev:wlan2(4), ftype:", "drv_add_interface: phy2"})
        EXPECT_EQ(one(line), "malformed") << line;
}

TEST(TraceEvent, OfMoreInterfacesThanAnybodyHasIsStillRead) {
    TraceDecoder decoder;
    for (int i = 0; i < 1000; ++i)
        EXPECT_EQ(words(decoder.decode(fmt::format("api_beacon_loss:  vif:w{}(2)", i), "x")),
                  fmt::format("w{} beacon_loss_reported", i));
}

TEST(TraceEvent, OfALargeFileIsNotPassedOver) {
    const auto literals = EventReader::literals(drivers());
    for (const std::string& line : joining)
        EXPECT_TRUE(std::ranges::any_of(literals, [&](const std::string& literal) {
            return line.find(literal) != std::string::npos;
        })) << line;
}

}  // namespace
}  // namespace wlanmedic::evidence
