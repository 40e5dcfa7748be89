// SPDX-License-Identifier: MIT
#include "evidence/trace_line.h"

#include <gtest/gtest.h>

#include <string>

#include "evidence/log_line.h"

namespace wlanmedic::evidence {
namespace {

using std::chrono::microseconds;
using std::chrono::nanoseconds;

struct Read {
    std::string shape = "foreign";
    wifi::Duration time{-1};
    wifi::Duration resolution{-1};
    std::string task;
    std::string text;
};

Read read(std::string_view line) {
    LineContext context;
    const FrameResult frame = take_frame(line, context);
    if (!frame.line) return {.shape = frame.error == FrameError::foreign ? "foreign" : "bad time"};
    return {.shape = std::string(name_of(frame.line->format)),
            .time = frame.line->stamp.instant.time_since_epoch(),
            .resolution = frame.line->stamp.resolution,
            .task = std::string(frame.line->process),
            .text = std::string(frame.line->message)};
}

void expect(std::string_view line, std::string_view shape, std::string_view task, std::string_view text,
            wifi::Duration time = microseconds{22'667'465}) {
    const Read got = read(line);
    EXPECT_EQ(got.shape, shape) << line;
    EXPECT_EQ(got.task, task) << line;
    EXPECT_EQ(got.text, text) << line;
    EXPECT_EQ(got.time, time) << line;
}

TEST(TraceLine, IsReadFromEachKernelsColumns) {
    expect("  wpa_supplicant-130     [000] .....    22.667465: rdev_auth: phy2", "ftrace", "wpa_supplicant",
           "rdev_auth: phy2");
    expect("  wpa_supplicant-130   [000] ....    22.667465: rdev_auth: phy2", "ftrace", "wpa_supplicant",
           "rdev_auth: phy2");
    expect("    kworker/u2:1-24      [003] dNh21    22.667465: drv_stop: phy0", "ftrace", "kworker/u2:1",
           "drv_stop: phy0");
    expect("           <...>-1994    (   1994) [011] b..1.    22.667465: drv_stop: phy0", "ftrace", "<...>",
           "drv_stop: phy0");
    expect("           <...>-1994    (-------) [011] b..1.    22.667465: drv_stop: phy0", "ftrace", "<...>",
           "drv_stop: phy0");
    expect("         hostapd-1717  [004]    22.667465: drv_start: phy0", "trace-cmd", "hostapd",
           "drv_start: phy0");
}

TEST(TraceLine, IsReadFromTraceCmdAndPerf) {
    expect("         hostapd-1717  [004]    22.667465: drv_start:            phy0", "trace-cmd", "hostapd",
           "drv_start:            phy0");
    expect("         hostapd-1717  [004]    22.667465123: drv_start:            phy0", "trace-cmd", "hostapd",
           "drv_start:            phy0", nanoseconds{22'667'465'123});
    expect("         hostapd-1717  [004]    22.667465: (+17) drv_start: phy0", "trace-cmd", "hostapd",
           "drv_start: phy0");
    expect("wpa_supplicant   130 [000]    22.667465: cfg80211:rdev_auth: phy2", "perf-script", "wpa_supplicant",
           "cfg80211:rdev_auth: phy2");
    expect("Web Content   130/131   [000]    22.667465:     cfg80211:rdev_auth: phy2", "perf-script",
           "Web Content", "cfg80211:rdev_auth: phy2");
}

// A task sets its name to any 15 bytes.
TEST(TraceLine, KeepsTasksApartFromTheColumnsWhateverTheyAreNamed) {
    for (const std::string task :
         {"a b", "-", "x-12", "[kworker]", "May  7", "<6>x", "a: [1.5] b", "-1 [0] 1.0: a: ", "wlan0 (phy #0)",
          "1.5: wlan0: x", "((-", "drv_stop: phy0"}) {
        const std::string padded = std::string(16 - task.size(), ' ') + task;
        const std::string rest = "-130     [000] .....    22.667465: drv_stop: phy0";
        const Read got = read(padded + rest);
        EXPECT_EQ(got.shape, "ftrace") << padded;
        EXPECT_EQ(got.text, "drv_stop: phy0") << padded;
        EXPECT_EQ(got.time, microseconds{22'667'465}) << padded;
    }
    expect("x-12-130 [000] ..... 22.667465: drv_stop: phy0", "ftrace", "x-12", "drv_stop: phy0");
}

TEST(TraceLine, HasAnOrderButNoTimeWhereTheClockCountsNoSeconds) {
    LineContext context;
    const FrameResult frame =
        take_frame("         hostapd-1717    [004] .....  987654321098: drv_start: phy0", context);
    ASSERT_TRUE(frame.line);
    EXPECT_EQ(frame.line->stamp.clock, Clock::none);
    const FrameResult timed = take_frame("  hostapd-17 [004] .....  1.5: drv_start: phy0", context);
    ASSERT_TRUE(timed.line);
    EXPECT_EQ(timed.line->stamp.clock, Clock::trace);
}

TEST(TraceLine, IsNoOtherLogsLine) {
    for (const std::string_view line :
         {"", " ", "-", "# tracer: nop", "#           TASK-PID     CPU#  |||||  TIMESTAMP  FUNCTION", "cpus=4",
          "##### CPU 1 buffer started ####", "  hostapd-17 [004] .....  1.5: ", "  hostapd-17 [004] .....  1.5",
          "  hostapd-17 [004] .....  1.5: schedule <-do_idle", "  hostapd-17 [x] ..... 1.5: a: b",
          "  hostapd-  [004] ..... 1.5: a: b", "  hostapd-17 [004] .......... 1.5: a: b",
          "wlan0-1 is [000] not a trace: x: y"})
        EXPECT_EQ(read(line).shape, "foreign") << line;
    EXPECT_EQ(read("  hostapd-17 [004] .....  99999999999999.5: drv_stop: phy0").shape, "bad time");
}

TEST(TraceLine, OfManyBlanksAndDashesIsLeftSoon) {
    EXPECT_EQ(read(std::string(60'000, '-') + " [000] ").shape, "foreign");
    EXPECT_EQ(read(std::string(60'000, ' ') + "[000] 1.5: a: b").shape, "foreign");
    std::string brackets;
    for (int i = 0; i < 20'000; ++i) brackets += " [1] ";
    EXPECT_EQ(read(brackets).shape, "foreign");
}

TEST(TraceLoss, IsToldInThreeWays) {
    EXPECT_EQ(take_trace_loss("CPU:0 [LOST 123 EVENTS]")->events, 123);
    EXPECT_EQ(take_trace_loss("CPU:12 [LOST EVENTS]")->events, 0);
    EXPECT_EQ(take_trace_loss("CPU:7 [204600 EVENTS DROPPED]")->events, 204600);
    EXPECT_EQ(take_trace_loss("CPU:7 [EVENTS DROPPED]")->events, 0);
    const auto overwritten = take_trace_loss("# entries-in-buffer/entries-written: 251/300   #P:1");
    ASSERT_TRUE(overwritten);
    EXPECT_EQ(overwritten->events, 49);
    EXPECT_TRUE(overwritten->at_beginning);
    EXPECT_FALSE(take_trace_loss("# entries-in-buffer/entries-written: 251/251   #P:1"));
    EXPECT_FALSE(take_trace_loss("CPU:0 [LOST x EVENTS]"));
    EXPECT_FALSE(take_trace_loss("CPU:x [LOST 1 EVENTS]"));
}

}  // namespace
}  // namespace wlanmedic::evidence
