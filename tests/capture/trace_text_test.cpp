// SPDX-License-Identifier: MIT
// What reads of trace_pipe give becomes whole lines at their own times.
#include "capture/trace_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "capture/tracepoints.h"

namespace wlanmedic::capture {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;

// Of a guest with Linux 6.1.
constexpr std::string_view two_lines =
    "  wpa_supplicant-111     [000] .N...   207.497610: drv_sta_state: phy2 vif:wlan2(2) sta:02:00:00:00:00:00 "
    "state: "
    "4->3\n"
    "     kworker/u2:1-24      [001] bNs2.   207.535060: rdev_deauth: phy2, netdev:wlan2(4), bssid: "
    "02:00:00:00:00:00, reason: 2\n";

std::vector<std::string> messages(const std::vector<TraceRecord>& records) {
    std::vector<std::string> all;
    for (const TraceRecord& record : records) all.push_back(record.text.message);
    return all;
}

TEST(TraceText, GivesLinesAsTheyAreWithTheirOwnTimes) {
    const auto records = TraceText().take(two_lines);
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[0].text.message + "\n" + records[1].text.message + "\n", two_lines);
    EXPECT_EQ(records[0].text.kind, runfile::Kind::trace);
    EXPECT_EQ(*records[0].text.find("SYSLOG_IDENTIFIER"), "trace");
    EXPECT_EQ(records[0].at, wifi::Duration{207'497'610'000});
    EXPECT_EQ(records[1].at, wifi::Duration{207'535'060'000});
    EXPECT_FALSE(records[0].lost);
}

TEST(TraceText, ReadsMayEndAnywhere) {
    for (std::size_t cut = 0; cut <= two_lines.size(); ++cut) {
        TraceText text;
        std::string joined;
        for (const std::string_view part : {two_lines.substr(0, cut), two_lines.substr(cut)})
            for (const std::string& line : messages(text.take(part))) joined.append(line).append("\n");
        ASSERT_EQ(joined, two_lines) << cut;
    }
}

TEST(TraceText, SaysHowManyEventsTheKernelLost) {
    const auto records = TraceText().take("CPU:3 [LOST 4711 EVENTS]\nCPU:0 [LOST EVENTS]\n");
    ASSERT_EQ(records.size(), 2U);
    EXPECT_TRUE(records[0].lost);
    EXPECT_EQ(records[0].lost_events, 4711U);
    EXPECT_EQ(records[0].text.message, "CPU:3 [LOST 4711 EVENTS]");
    EXPECT_TRUE(records[1].lost);
    EXPECT_FALSE(records[1].lost_events);
}

TEST(TraceText, ATaskThatNamesItselfAfterALossIsNone) {
    const auto records = TraceText().take("[LOST 9 EVENTS]-111     [000] .....   1.000002: drv_start: phy2 \n");
    ASSERT_EQ(records.size(), 1U);
    EXPECT_FALSE(records[0].lost);
}

TEST(TraceText, WhatHasNoTimeIsKeptWithoutOne) {
    const auto records = TraceText().take("[LINE TOO BIG]\n\n");
    ASSERT_THAT(messages(records), ElementsAre("[LINE TOO BIG]"));
    EXPECT_FALSE(records[0].at);
    EXPECT_FALSE(records[0].lost);
}

TEST(TraceText, AnEndlessLineTakesNoEndlessMemory) {
    TraceText text;
    std::size_t bytes = 0;
    for (int read = 0; read < 100; ++read)
        for (const std::string& line : messages(text.take(std::string(4000, 'x')))) {
            EXPECT_LE(line.size(), TraceText::longest);
            bytes += line.size();
        }
    for (const std::string& line : messages(text.take("\n"))) bytes += line.size();
    EXPECT_EQ(bytes, 400'000U) << "nothing of it is lost";
}

TEST(Tracepoints, AreListedOnceAndNoneComesWithFrames) {
    std::set<std::string> names;
    for (const Tracepoint& of : tracepoints) {
        EXPECT_TRUE(names.insert(of.name).second) << of.name;
        EXPECT_THAT(std::string(of.system), testing::AnyOf("mac80211", "cfg80211"));
    }
    for (const char* of_frames :
         {"drv_wake_tx_queue", "drv_tx_frames_pending", "drv_conf_tx", "drv_config", "drv_return_void",
          "drv_sta_statistics", "drv_allow_buffered_frames", "rdev_mgmt_tx", "rdev_tx_control_port",
          "rdev_dump_station", "rdev_get_station", "rdev_return_int", "cfg80211_inform_bss_frame",
          "cfg80211_get_bss", "cfg80211_rx_mgmt", "cfg80211_mgmt_tx_status", "stop_queue", "wake_queue"})
        EXPECT_FALSE(names.contains(of_frames)) << of_frames;
}

}  // namespace
}  // namespace wlanmedic::capture
