// SPDX-License-Identifier: MIT
#include "whatif/workers.h"

#include <gmock/gmock.h>

#include <chrono>
#include <thread>

using namespace wlanmedic;

TEST(Workers, DoEachPieceOnce) {
    std::vector<std::atomic<int>> times(100);
    EXPECT_TRUE(whatif::in_parallel(
        times.size(), 4, [&](std::size_t i, const std::atomic<bool>&) { ++times[i]; },
        [](std::size_t) { return true; }));
    for (const auto& one : times) EXPECT_EQ(one, 1);
}

TEST(Workers, HaveNothingToDo) {
    EXPECT_TRUE(
        whatif::in_parallel(0, 4, [](std::size_t, const std::atomic<bool>&) {}, [](std::size_t) { return true; }));
}

TEST(Workers, EndWhereWhoWatchesSaysSo) {
    std::atomic<std::size_t> begun{0};
    EXPECT_FALSE(whatif::in_parallel(
        1000, 2,
        [&](std::size_t, const std::atomic<bool>& stop) {
            ++begun;
            while (!stop) std::this_thread::sleep_for(std::chrono::milliseconds{1});
        },
        [](std::size_t) { return false; }));
    EXPECT_EQ(begun, 2U);
}
