// SPDX-License-Identifier: MIT
// Counters read from what the kernel's files really look like.
#include "driver/counter.h"

#include <gtest/gtest.h>

#include <limits>

#include "driver/coverage.h"

namespace wlanmedic::driver {
namespace {

std::optional<std::uint64_t> value(std::string key, std::string_view text, std::uint32_t column = 1) {
    Counter counter;
    counter.key = std::move(key);
    counter.column = column;
    return value_in(counter, text);
}

// Shapes of cw1200/debug.c, ath9k/common-debug.c, ath10k/debug.c, mwifiex/util.c, mt7915/debugfs.c of Linux 6.1.
TEST(Counters, AreFoundBehindTheirKey) {
    const std::string_view cw1200 =
        "TXed:       17\nAGG TXed:   3\nMULTI TXed: 5 (9)\nRXed:       4711\nAGG RXed:   2\n";
    EXPECT_EQ(value("RXed", cw1200), 4711U);
    EXPECT_EQ(value("TXed", cw1200), 17U);
    EXPECT_EQ(value("MULTI TXed", cw1200, 2), 9U);
    EXPECT_EQ(value("MULTI TXed", cw1200, 3), std::nullopt);
    const std::string_view ath9k =
        "              PKTS-ALL :       1200\n             CRC ERR :         31\n"
        "     DECRYPT CRC ERR :          2\n";
    EXPECT_EQ(value("PKTS-ALL", ath9k), 1200U);
    EXPECT_EQ(value("CRC ERR", ath9k), 31U) << "not the line that ends so";
    EXPECT_EQ(value("DECRYPT CRC ERR", ath9k), 2U);
    EXPECT_EQ(value("fw_crash_counter", "fw_crash_counter\t\t6\nfw_warm_reset_counter\t\t1\n"), 6U);
    EXPECT_EQ(value("SYS_RESET_COUNT", "\nSYS_RESET_COUNT: WM 2, WA 1\n", 2), 1U);
    const std::string_view mwifiex = "num_tx_timeout=0x1f \nis_cmd_timedout=0 \nlast_cmd_id=0x28 0x16 \n";
    EXPECT_EQ(value("num_tx_timeout", mwifiex), 31U);
    EXPECT_EQ(value("is_cmd_timedout", mwifiex), 0U);
    EXPECT_EQ(value("last_cmd_id", mwifiex, 2), 22U);
}

TEST(Counters, OfSeveralLinesAreAdded) {
    EXPECT_EQ(value("sent", "Queue 0:\n  sent:     10\nQueue 1:\n  sent:     5\n"), 15U);
}

TEST(Counters, WithoutAKeyAreTheFirstNumberOfTheFile) {
    EXPECT_EQ(value("", "42\n"), 42U);
    EXPECT_EQ(value("", "\n  7 of 9\n11\n"), 7U);
}

TEST(Counters, ThatAreNotThereAreNotZero) {
    EXPECT_EQ(value("RXed", ""), std::nullopt);
    EXPECT_EQ(value("RXed", "RXed:\n"), std::nullopt);
    EXPECT_EQ(value("RXed", "RXed: none\n"), std::nullopt);
    EXPECT_EQ(value("RXed", "RXed_all: 5\n"), std::nullopt) << "the key goes on";
    EXPECT_EQ(value("RXed", "RXedly 5\n"), std::nullopt);
    EXPECT_EQ(value("a", "a: 0x\n"), std::nullopt);
}

TEST(Counters, ThatAreTooLargeCountAsTheLargest) {
    constexpr auto most = std::numeric_limits<std::uint64_t>::max();
    EXPECT_EQ(value("a", "a: 99999999999999999999999\n"), most);
    EXPECT_EQ(value("a", "a: 18446744073709551615\na: 1\n"), most);
}

TEST(Signs, SayWhatAStandstillOrAStepMeans) {
    EXPECT_EQ(sign_of(Counted::frames_received), Sign::alive);
    EXPECT_EQ(sign_of(Counted::decrypt_failures), Sign::trouble);
    EXPECT_EQ(sign_of(Counted::frames_waiting), Sign::backlog);
    EXPECT_EQ(sign_of(Counted::frames_sent), Sign::neutral);
    for (const auto& [counted, name] : counted_names) EXPECT_EQ(config::value_in(counted_names, name), counted);
}

TEST(Coverage, TellsWhatPatternsClaimAndWhatNoneKnows) {
    const auto catalog = Catalog::built_in();
    Coverage coverage(catalog, "iwlwifi");
    coverage.on("iwlwifi 0000:3a:00.0: Microcode SW error detected. Restarting 0x0.", 1);
    coverage.on("iwlwifi 0000:3a:00.0: Microcode SW error detected. Restarting 0x0.", 2);
    coverage.on("iwlwifi 0000:3a:00.0: nobody knows 17 of 0xdead", 3);
    coverage.on("iwlwifi 0000:3b:00.0: nobody knows 18 of 0xbeef", 4);
    coverage.on("iwlwifi 0000:3a:00.0: something else", 5);
    coverage.on("wlan0: associated", 6);
    coverage.on("ath10k_pci 0000:02:00.0: nobody knows", 7);
    EXPECT_EQ(coverage.messages(), 7U);
    std::uint64_t claimed = 0;
    for (const Claimed& pattern : coverage.patterns()) claimed += pattern.lines;
    EXPECT_EQ(claimed, 2U);
    const auto unclaimed = coverage.unclaimed();
    ASSERT_EQ(unclaimed.size(), 2U);
    EXPECT_EQ(unclaimed[0].shape, "iwlwifi *:*:*.*: nobody knows * of *");
    EXPECT_EQ(unclaimed[0].seen.lines, 2U);
    EXPECT_EQ(unclaimed[0].seen.first_line, 3U);
    EXPECT_EQ(unclaimed[1].seen.first, "iwlwifi 0000:3a:00.0: something else");
}

TEST(Coverage, KeepsNoMoreThanItSays) {
    const auto catalog = Catalog::built_in();
    Coverage coverage(catalog, "iwlwifi");
    for (std::size_t i = 0; i < Coverage::most_shapes + 10; ++i)
        coverage.on("iwlwifi " + std::string(i + 1, 'x') + std::string(10000, 'y'), i);
    EXPECT_LE(coverage.unclaimed().size(), Coverage::most_shapes);
    std::uint64_t lines = coverage.left_out();
    for (const auto& shape : coverage.unclaimed()) {
        EXPECT_LE(shape.seen.first.size(), Coverage::longest);
        lines += shape.seen.lines;
    }
    EXPECT_EQ(lines, Coverage::most_shapes + 10);
    Coverage nobody(catalog, "no such profile");
    nobody.on("iwlwifi 0000:3a:00.0: something", 1);
    EXPECT_TRUE(nobody.unclaimed().empty());
}

}  // namespace
}  // namespace wlanmedic::driver
