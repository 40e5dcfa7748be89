// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>

#include "capture/clock_watch.h"

namespace wlanmedic::capture {
namespace {

using namespace std::chrono_literals;

constexpr wifi::Duration wall = 1'778'114'445s;

// Time passes: all clocks alike.
ClockReading later(ClockReading at, wifi::Duration by) {
    return {.realtime = at.realtime + by, .boottime = at.boottime + by, .monotonic = at.monotonic + by};
}
ClockReading slept(ClockReading at, wifi::Duration by) {
    return {.realtime = at.realtime + by, .boottime = at.boottime + by, .monotonic = at.monotonic};
}
ClockReading set(ClockReading at, wifi::Duration by) {
    return {.realtime = at.realtime + by, .boottime = at.boottime, .monotonic = at.monotonic};
}

const ClockReading begin{.realtime = wall, .boottime = 1000s, .monotonic = 900s};

TEST(Clocks, AQuietHourIsNeitherSleepNorASetClock) {
    ClockWatch watch(begin);
    const auto change = watch.look(later(begin, 1h));
    EXPECT_EQ(change.slept, 0s);
    EXPECT_EQ(change.set, 0s);
}

TEST(Clocks, ASuspendIsToldOnceAndWithItsLength) {
    ClockWatch watch(begin);
    const auto resumed = slept(later(begin, 10s), 8h);
    const auto change = watch.look(resumed);
    EXPECT_EQ(change.slept, 8h);
    EXPECT_EQ(change.set, 0s);
    EXPECT_EQ(watch.look(later(resumed, 1s)).slept, 0s);
}

TEST(Clocks, WhoSetsTheWallClockBackDidNotSleep) {
    ClockWatch watch(begin);
    const auto change = watch.look(set(later(begin, 10s), -1h));
    EXPECT_EQ(change.slept, 0s);
    EXPECT_EQ(change.set, -1h);
    EXPECT_EQ(watch.look(set(later(begin, 20s), -1h)).set, 0s);
}

TEST(Clocks, AClockSetDuringASuspendIsBoth) {
    ClockWatch watch(begin);
    const auto change = watch.look(set(slept(begin, 1h), 3s));
    EXPECT_EQ(change.slept, 1h);
    EXPECT_EQ(change.set, 3s);
}

TEST(Clocks, ClocksReadAMomentApartAreNoChangeButSmallStepsAddUp) {
    ClockWatch watch(begin);
    EXPECT_EQ(watch.look(set(begin, 600us)).set, 0s);
    EXPECT_EQ(watch.look(slept(begin, 9ms)).slept, 0s);
    EXPECT_EQ(watch.look(set(begin, 1200us)).set, 1200us);
}

TEST(Clocks, TheClocksOfThisMachineAreReadCloseTogether) {
    const auto a = ClockReading::now();
    const auto b = ClockReading::now();
    EXPECT_GE(b.boottime, a.boottime);
    ClockWatch watch(a);
    EXPECT_EQ(watch.look(b).slept, 0s);
}

TEST(SleepHistory, AStampFromBeforeTheSuspendIsMovedByLess) {
    SleepHistory history(begin);
    history.look(later(begin, 10s));
    const auto resumed = slept(later(begin, 10s + 1ms), 8h);
    history.look(resumed);
    EXPECT_EQ(history.boottime_of(905s), 1005s);
    EXPECT_EQ(history.boottime_of(910s), 1010s);
    EXPECT_EQ(history.boottime_of(911s), 1011s + 8h);
}

TEST(SleepHistory, WhereTheSuspendWasNotSeenTheWallClockDecides) {
    // Looked at 900 s and at 920 s of CLOCK_MONOTONIC: the machine slept an hour somewhere between.
    SleepHistory history(begin);
    history.look(slept(later(begin, 20s), 1h));
    EXPECT_EQ(history.boottime_of(905s, wall + 5s), 1005s);
    EXPECT_EQ(history.boottime_of(915s, wall + 15s + 1h), 1015s + 1h);
}

TEST(SleepHistory, StampsFromBeforeTheFirstLookAreTakenAsOfThatSpan) {
    const SleepHistory history(begin);
    EXPECT_EQ(history.boottime_of(890s), 990s);
}

TEST(SleepHistory, ManySuspendsAreForgottenInTheirOrderAndNothingGrows) {
    SleepHistory history(begin);
    ClockReading at = begin;
    for (int i = 0; i < 1000; ++i) {
        at = slept(later(at, 10s), 60s);
        history.look(at);
    }
    EXPECT_EQ(history.boottime_of(at.monotonic), at.boottime);
    EXPECT_EQ(history.boottime_of(at.monotonic - 10s, at.realtime - 70s), at.boottime - 70s);
}

}  // namespace
}  // namespace wlanmedic::capture
