// SPDX-License-Identifier: MIT
// Parts of a report come back in the order of their times, from memory and from disk.
#include "report/spool.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace wlanmedic::report {
namespace {

wifi::Instant at(std::int64_t seconds) { return wifi::Instant{std::chrono::seconds{seconds}}; }

std::vector<std::string> all(Spool& spool) {
    std::vector<std::string> parts;
    const auto done = spool.for_each([&](std::string_view part) { parts.emplace_back(part); });
    EXPECT_TRUE(done.has_value()) << done.error().what;
    return parts;
}

TEST(Spool, EmptyGivesNothing) {
    Spool spool;
    EXPECT_EQ(spool.size(), 0U);
    EXPECT_TRUE(all(spool).empty());
}

TEST(Spool, OrderIsThatOfTimesThenOfAdding) {
    Spool spool;
    for (const auto& [when, part] : {std::pair{5, "e"}, std::pair{1, "a"}, std::pair{3, "b"}, std::pair{3, "c"},
                                     std::pair{3, ""}, std::pair{-7, "before 1970"}})
        ASSERT_TRUE(spool.add(at(when), part).has_value());
    const std::vector<std::string> expected{"before 1970", "a", "b", "c", "", "e"};
    EXPECT_EQ(spool.size(), 6U);
    EXPECT_EQ(all(spool), expected);
    EXPECT_EQ(all(spool), expected) << "may be read twice";
}

TEST(Spool, BeyondMemory) {
    Spool spool;
    constexpr std::int64_t parts = 10;
    const std::size_t size = Spool::most_in_memory / 4 + 1;
    for (std::int64_t i = 0; i < parts; ++i)
        ASSERT_TRUE(spool.add(at(parts - i), std::string(size, static_cast<char>('a' + i))).has_value());
    const auto given = all(spool);
    ASSERT_EQ(given.size(), static_cast<std::size_t>(parts));
    for (std::int64_t i = 0; i < parts; ++i)
        EXPECT_EQ(given[static_cast<std::size_t>(i)], std::string(size, static_cast<char>('a' + parts - 1 - i)));
}

TEST(Spool, OnePartLargerThanMemory) {
    Spool spool;
    const std::string large(3 * Spool::most_in_memory, 'x');
    ASSERT_TRUE(spool.add(at(2), large).has_value());
    ASSERT_TRUE(spool.add(at(1), "small").has_value());
    const auto given = all(spool);
    ASSERT_EQ(given.size(), 2U);
    EXPECT_EQ(given[0], "small");
    EXPECT_TRUE(given[1] == large);
}

// Each run of most_sorted parts is sorted by itself; none is lost or told twice.
TEST(Spool, BeyondMostSorted) {
    Spool spool;
    constexpr auto run = static_cast<std::int64_t>(Spool::most_sorted);
    constexpr std::int64_t parts = 2 * run + 5;
    for (std::int64_t i = 0; i < parts; ++i) ASSERT_TRUE(spool.add(at(parts - i), std::to_string(i)).has_value());
    EXPECT_EQ(spool.size(), static_cast<std::uint64_t>(parts));
    std::int64_t given = 0;
    std::int64_t wrong = 0;
    const auto done = spool.for_each([&](std::string_view part) {
        const std::int64_t first = given / run * run;
        const std::int64_t last = std::min(first + run, parts) - 1;
        if (part != std::to_string(last - (given - first))) ++wrong;
        ++given;
    });
    ASSERT_TRUE(done.has_value());
    EXPECT_EQ(given, parts);
    EXPECT_EQ(wrong, 0);
}

TEST(Spool, ExactlyOneRun) {
    Spool spool;
    constexpr auto run = static_cast<std::int64_t>(Spool::most_sorted);
    for (std::int64_t i = 0; i < run; ++i) ASSERT_TRUE(spool.add(at(-i), "").has_value());
    EXPECT_EQ(all(spool).size(), Spool::most_sorted);
}

TEST(Spool, LeavesNoFileBehind) {
    std::string folder = testing::TempDir() + "spool-XXXXXX";
    ASSERT_NE(mkdtemp(folder.data()), nullptr);
    const char* before = getenv("TMPDIR");
    const std::string kept = before == nullptr ? "" : before;
    ASSERT_EQ(setenv("TMPDIR", folder.c_str(), 1), 0);
    {
        Spool spool;
        for (std::size_t i = 0; i < Spool::most_sorted; ++i)
            ASSERT_TRUE(spool.add(at(0), std::string(60, '.')).has_value());
        EXPECT_EQ(all(spool).size(), Spool::most_sorted);
        EXPECT_TRUE(std::filesystem::is_empty(folder)) << "the file has no name";
    }
    if (before == nullptr)
        unsetenv("TMPDIR");
    else
        setenv("TMPDIR", kept.c_str(), 1);
    EXPECT_TRUE(std::filesystem::is_empty(folder));
    std::filesystem::remove(folder);
}

}  // namespace
}  // namespace wlanmedic::report
