// SPDX-License-Identifier: MIT
// The kernel's log on the tape: every line at its own time, and each gap with its size.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "capture/flood_gate.h"
#include "capture/kernel_log_source.h"
#include "capture/printk_clock.h"
#include "notebook.h"

namespace wlanmedic::capture {
namespace {

using namespace std::chrono_literals;
using test::Notebook;
using testing::ElementsAre;
using testing::HasSubstr;

// Awake since boot.
ClockReading awake(wifi::Duration at) { return {.realtime = at, .boottime = at, .monotonic = at}; }
// Slept an hour.
ClockReading slept(wifi::Duration at) { return {.realtime = at + 1h, .boottime = at + 1h, .monotonic = at}; }

class Lines : public testing::Test {
protected:
    void read(std::uint64_t number, wifi::Duration stamp, const ClockReading& when, std::string_view text = "x") {
        log_.take(std::vector{record(number, stamp, text)}, when);
    }
    static std::string record(std::uint64_t number, wifi::Duration stamp, std::string_view text = "x") {
        return fmt::format("6,{},{},-;{}\n", number, stamp / 1us, text);
    }
    Notebook tape_;
    KernelLog log_{tape_};
};

TEST_F(Lines, AreKeptWhateverTheyTell) {
    read(7, 10s, awake(10s), "wlan0: associated");
    read(8, 11s, awake(11s), "usb 1-1: reset high-speed USB device");
    EXPECT_THAT(tape_.kinds(), ElementsAre("kernel", "kernel"));
    EXPECT_EQ(tape_.notes[1].text.message, "usb 1-1: reset high-speed USB device");
}

TEST_F(Lines, ANumberThatIsMissingIsAGapOfKnownSize) {
    read(7, 10s, awake(10s));
    read(11, 11s, awake(11s));
    ASSERT_THAT(tape_.kinds(), ElementsAre("kernel", "gap", "kernel"));
    EXPECT_EQ(tape_.field(1, "WLANMEDIC_LOST"), "3");
    EXPECT_EQ(tape_.field(1, "WLANMEDIC_SOURCE"), "kernel");
}

TEST_F(Lines, TheFirstNumberIsNoGap) {
    read(4711, 10s, awake(10s));
    EXPECT_THAT(tape_.kinds(), ElementsAre("kernel"));
}

TEST_F(Lines, ThoseOverwrittenBeforeTheFirstWasReadAreAGapOfUnknownSize) {
    log_.overrun();
    read(4711, 10s, awake(10s));
    ASSERT_THAT(tape_.kinds(), ElementsAre("gap", "kernel"));
    EXPECT_EQ(tape_.field(0, "WLANMEDIC_SOURCE"), "kernel");
    EXPECT_EQ(tape_.field(0, "WLANMEDIC_LOST"), "(none)");
}

TEST_F(Lines, ThoseOverwrittenLaterAreOneGapOfKnownSize) {
    read(7, 10s, awake(10s));
    log_.overrun();
    read(11, 11s, awake(11s));
    ASSERT_THAT(tape_.kinds(), ElementsAre("kernel", "gap", "kernel"));
    EXPECT_EQ(tape_.field(1, "WLANMEDIC_LOST"), "3");
}

TEST_F(Lines, WhatIsNoRecordIsKeptAsItIs) {
    log_.take(std::vector<std::string>{"no record"}, awake(1s));
    ASSERT_THAT(tape_.kinds(), ElementsAre("kernel"));
    EXPECT_EQ(tape_.notes[0].text.message, "no record");
}

TEST_F(Lines, ThoseReadTogetherKeepTheirDistance) {
    read(1, 10s, awake(10s + 12ms));
    log_.take(std::vector{record(2, 20s), record(3, 20s + 40ms)}, awake(20s + 52ms));
    EXPECT_EQ(tape_.boottime(2) - tape_.boottime(1), 40ms);
    EXPECT_NEAR(wifi::to_seconds(tape_.boottime(1)), 20.012, 0.001) << "printk's clock is 12 ms behind";
}

TEST_F(Lines, TheFirstMayBeReadLongAfterTheyWerePrinted) {
    log_.take(std::vector{record(1, 10s), record(2, 30s)}, awake(30s + 12ms));
    EXPECT_EQ(tape_.boottime(0), 10s + 12ms);
    EXPECT_EQ(tape_.boottime(1), 30s + 12ms);
}

TEST_F(Lines, NeverLieBehindTheirReading) {
    read(1, 10s, awake(10s + 12ms));
    read(2, 3600s, awake(3600s));  // the two clocks drifted: printk's is not behind any more
    EXPECT_LE(tape_.boottime(1), 3600s);
    EXPECT_GT(tape_.boottime(1), 3600s - 1ms);
}

TEST_F(Lines, AreStampedWithTheSleepThatLiesBehindThem) {
    read(1, 10s, awake(10s));
    log_.take(
        std::vector{
            record(2, 11s, "wlan0: deauthenticating from 02:00:00:00:00:00 by local choice (Reason: 3)"),
            record(3, 12s, "Enabling non-boot CPUs ..."),
            record(4, 12500ms, "sdio: card is back"),
        },
        slept(13s));
    read(5, 14s, slept(14s), "wlan0: authenticate with 02:00:00:00:00:00");
    EXPECT_NEAR(wifi::to_seconds(tape_.boottime(1)), 11, 0.1) << "before the sleep";
    EXPECT_NEAR(wifi::to_seconds(tape_.boottime(2)), 3612, 0.1) << "the first that tells of waking";
    EXPECT_NEAR(wifi::to_seconds(tape_.boottime(3)), 3612.5, 0.1);
    EXPECT_NEAR(wifi::to_seconds(tape_.boottime(4)), 3614, 0.1);
}

TEST_F(Lines, OfAFloodAreCutAndCounted) {
    const std::uint64_t lines = KernelLog::at_once + 1000;
    for (std::uint64_t line = 0; line < lines; ++line) read(line, 10s, awake(10s));
    EXPECT_EQ(tape_.notes.size(), KernelLog::at_once + 1) << "one gap says that lines are left out from here";
    EXPECT_EQ(tape_.kinds().back(), "gap");
    EXPECT_THAT(tape_.notes.back().text.message, HasSubstr("flooded"));
    log_.pause(12s);
    ASSERT_EQ(tape_.kinds().back(), "gap");
    EXPECT_EQ(tape_.field(tape_.notes.size() - 1, "WLANMEDIC_LOST"), "1000");
    read(lines, 12s, awake(12s));
    EXPECT_EQ(tape_.kinds().back(), "kernel");
    EXPECT_EQ(tape_.notes.size(), KernelLog::at_once + 3);
}

TEST_F(Lines, OfAFloodThatTheEndCutsShortAreCountedToo) {
    for (std::uint64_t line = 0; line < KernelLog::at_once + 7; ++line) read(line, 10s, awake(10s));
    log_.end();
    EXPECT_EQ(tape_.kinds().back(), "gap");
    EXPECT_EQ(tape_.field(tape_.notes.size() - 1, "WLANMEDIC_LOST"), "7");
}

TEST_F(Lines, AHundredASecondForHoursAreNoFlood) {
    for (std::uint64_t line = 0; line < 360'000; ++line) read(line, 10s + line * 10ms, awake(10s + line * 10ms));
    EXPECT_EQ(tape_.notes.size(), 360'000U);
}

TEST(FloodGate, AnEndlessFloodIsToldInWholeSeconds) {
    FloodGate gate(10, 5);
    int shut = 0;
    std::uint64_t passed = 0;
    std::uint64_t counted = 0;
    for (int line = 0; line < 60'000; ++line) {  // a thousand a second
        const wifi::Duration now = line * 1ms;
        counted += gate.reopened(now);
        const auto verdict = gate.on_line(now);
        shut += verdict == FloodGate::Verdict::shut ? 1 : 0;
        passed += verdict == FloodGate::Verdict::pass ? 1 : 0;
    }
    counted += gate.reopened(1h);
    EXPECT_NEAR(shut, 60, 2);
    EXPECT_NEAR(static_cast<double>(passed), 300, 15);
    EXPECT_EQ(passed + counted, 60'000U) << "each line passed or was counted";
}

}  // namespace
}  // namespace wlanmedic::capture
