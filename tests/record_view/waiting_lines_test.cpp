// SPDX-License-Identifier: MIT
// Against the old way, a write(2) of what there is, these hang.
#include "waiting_lines.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <pty.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <csignal>

namespace wlanmedic::app {
namespace {

using testing::StartsWith;

std::string line_of(int number) { return fmt::format("line {:05} {}\n", number, std::string(87, '.')); }

// What lies there now.
std::string read_from(int descriptor) {
    ::fcntl(descriptor, F_SETFL, O_NONBLOCK);
    std::string all;
    std::array<char, 4096> buffer{};
    for (ssize_t size = 0; (size = ::read(descriptor, buffer.data(), buffer.size())) > 0;)
        all.append(buffer.data(), static_cast<std::size_t>(size));
    return all;
}

// Adds lines to what nobody reads, then reads until nothing waits.
std::string told_late(int to, int from, int lines) {
    WaitingLines waiting(to);
    for (int i = 0; i < lines; ++i) {
        waiting.add(line_of(i));
        EXPECT_TRUE(waiting.write_out());
    }
    EXPECT_FALSE(waiting.empty());
    std::string all;
    for (int i = 0; i < 1000 && !waiting.empty(); ++i) {
        all += read_from(from);
        EXPECT_TRUE(waiting.write_out());
    }
    EXPECT_TRUE(waiting.empty());
    return all + read_from(from);
}

TEST(WaitingLines, WhatNobodyReadsStopsNobodyAndComesLaterWholeAndInOrderWithWhatWasLeftOutCounted) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe(ends.data()), 0);
    ASSERT_GT(::fcntl(ends[1], F_SETPIPE_SZ, 4096), 0);
    constexpr int lines = 2000;
    const std::string all = told_late(ends[1], ends[0], lines);
    std::string expected;
    int whole = 0;
    for (; all.substr(expected.size()).starts_with(line_of(whole)); ++whole) expected += line_of(whole);
    EXPECT_GT(whole, 600);
    EXPECT_LT(whole, 800) << "bounded";
    EXPECT_EQ(
        all.substr(expected.size()),
        fmt::format("wlanmedic: {} lines were left out here: nobody read what came before\n", lines - whole));
    ::close(ends[0]);
    ::close(ends[1]);
}

TEST(WaitingLines, ATerminalThatIsNotReadOrWasStoppedStopsNobody) {
    for (const bool stopped : {false, true}) {
        int master = -1;
        int slave = -1;
        ASSERT_EQ(::openpty(&master, &slave, nullptr, nullptr, nullptr), 0);
        if (stopped) {
            ASSERT_EQ(::tcflow(slave, TCOOFF), 0);  // as Ctrl-S does
        }
        WaitingLines waiting(slave);
        for (int i = 0; i < 3000; ++i) {
            waiting.add(line_of(i));
            EXPECT_TRUE(waiting.write_out());
        }
        EXPECT_FALSE(waiting.empty());
        if (stopped) {
            EXPECT_EQ(read_from(master), "");
            ASSERT_EQ(::tcflow(slave, TCOON), 0);
            EXPECT_TRUE(waiting.write_out());
            EXPECT_THAT(read_from(master), StartsWith("line 00000 "));
        }
        ::close(master);
        ::close(slave);
    }
}

TEST(WaitingLines, WhereTheReaderIsGoneNothingWaitsAnyMore) {
    const auto before = std::signal(SIGPIPE, SIG_IGN);
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe(ends.data()), 0);
    ::close(ends[0]);
    WaitingLines waiting(ends[1]);
    waiting.add("line\n");
    EXPECT_FALSE(waiting.write_out());
    waiting.add("line\n");
    EXPECT_TRUE(waiting.empty());
    ::close(ends[1]);
    std::signal(SIGPIPE, before);
}

TEST(WaitingLines, WithPatienceItWaitsThatLongInAll) {
    std::array<int, 2> ends{};
    ASSERT_EQ(::pipe(ends.data()), 0);
    ASSERT_GT(::fcntl(ends[1], F_SETPIPE_SZ, 4096), 0);
    WaitingLines waiting(ends[1]);
    waiting.add(std::string(20'000, '.'));
    const auto begin = std::chrono::steady_clock::now();
    EXPECT_TRUE(waiting.write_out(std::chrono::milliseconds{100}));
    EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds{100});
    EXPECT_FALSE(waiting.empty());
    ::close(ends[0]);
    ::close(ends[1]);
}

}  // namespace
}  // namespace wlanmedic::app
