// SPDX-License-Identifier: MIT
#include "evidence/counts.h"

#include <gmock/gmock.h>

#include <string>

#include "support.h"

namespace wlanmedic::evidence {
namespace {

using testing::HasSubstr;

constexpr std::string_view good = R"(format = "wlanmedic.counts/1"
title = "ten nights"
hours = 10.5
begin = 2026-05-06T21:13:00+02:00

[counts]
auth_timeout = 0
connection_loss = { count = 30, escalated = 2 }

[counts.decrypt_failure]
escalated = 3
count = 3000

[noted]
weather = "rain"
)";

TEST(Counts, AreReadWithTheLinesTheyStandIn) {
    const auto counts = parse_counts(good, "counts.toml", 7);
    ASSERT_TRUE(counts) << counts.error().to_string();
    EXPECT_EQ(counts->title, "ten nights");
    EXPECT_DOUBLE_EQ(counts->hours, 10.5);
    EXPECT_EQ(counts->begin, utc("2026-05-06 19:13:00"));
    ASSERT_EQ(counts->counts.size(), 3U);
    const Count& timeout = counts->counts[0];
    EXPECT_EQ(timeout.name, "auth_timeout");
    EXPECT_EQ(timeout.count, 0U);
    EXPECT_EQ(timeout.escalated, std::nullopt);
    EXPECT_EQ(timeout.receipt.source, 7U);
    EXPECT_EQ(timeout.receipt.line, 7U);
    EXPECT_EQ(timeout.receipt.text, "auth_timeout = 0");
    const Count& loss = counts->counts[1];
    EXPECT_EQ(loss.name, "connection_loss");
    EXPECT_EQ(loss.count, 30U);
    EXPECT_EQ(loss.escalated, 2U);
    EXPECT_EQ(loss.receipt.line, 8U);
    EXPECT_EQ(loss.receipt.text, "connection_loss = { count = 30, escalated = 2 }");
    const Count& decrypt = counts->counts[2];
    EXPECT_EQ(decrypt.name, "decrypt_failure");
    EXPECT_EQ(decrypt.count, 3000U);
    EXPECT_EQ(decrypt.escalated, 3U);
    EXPECT_EQ(decrypt.receipt.line, 12U);
    EXPECT_EQ(decrypt.receipt.text, "count = 3000");
}

TEST(Counts, MayDoWithoutTitleAndBegin) {
    const auto counts =
        parse_counts("format = \"wlanmedic.counts/1\"\nhours = 1\n[counts]\nblackhole = 1\n", "a", 0);
    ASSERT_TRUE(counts) << counts.error().to_string();
    EXPECT_EQ(counts->title, "");
    EXPECT_DOUBLE_EQ(counts->hours, 1);
    EXPECT_EQ(counts->begin, std::nullopt);
}

TEST(Counts, BeginWithoutAnOffsetIsReadAsUtc) {
    const auto counts = parse_counts(
        "format = \"wlanmedic.counts/1\"\nbegin = 2026-05-06T21:13:00\nhours = 1\n[counts]\nblackhole = 1\n", "a",
        0);
    ASSERT_TRUE(counts) << counts.error().to_string();
    EXPECT_EQ(counts->begin, utc("2026-05-06 21:13:00"));
}

TEST(Counts, KeepTheTextOfALineWithoutItsCarriageReturn) {
    const auto counts =
        parse_counts("format = \"wlanmedic.counts/1\"\r\nhours = 1\r\n[counts]\r\nblackhole = 1\r\n", "a", 0);
    ASSERT_TRUE(counts) << counts.error().to_string();
    EXPECT_EQ(counts->counts.at(0).receipt.text, "blackhole = 1");
}

TEST(Counts, MayBeOfAllThatIsCountable) {
    std::string text = "format = \"wlanmedic.counts/1\"\nhours = 1\n[counts]\n";
    for (const std::string_view name : countable()) text += std::string(name) + " = 1\n";
    const auto counts = parse_counts(text, "a", 0);
    ASSERT_TRUE(counts) << counts.error().to_string();
    EXPECT_EQ(counts->counts.size(), countable().size());
}

// "line:column what" of the error; "none" where there is none.
std::string error_of(std::string_view text) {
    const auto counts = parse_counts(text, "c.toml", 0);
    if (counts) return "none";
    EXPECT_EQ(counts.error().file, "c.toml");
    return std::to_string(counts.error().line) + ':' + std::to_string(counts.error().column) + ' ' +
           counts.error().what;
}

std::string error_in(std::string_view rest) {
    return error_of("format = \"wlanmedic.counts/1\"\n" + std::string(rest));
}

TEST(CountsError, OfBrokenTomlHasLineAndColumn) {
    EXPECT_THAT(error_in("hours = \n[counts]\nblackhole = 1\n"), testing::MatchesRegex("2:[89] .+"));
    EXPECT_THAT(error_in("hours = 1\n[counts\nblackhole = 1\n"), testing::MatchesRegex("3:[78] .+"));
    EXPECT_THAT(error_in("hours = 1\nhours = 2\n[counts]\nblackhole = 1\n"), testing::MatchesRegex("3:[0-9]+ .+"));
    EXPECT_THAT(error_in("title = \"\xff\xfe\"\nhours = 1\n"), testing::MatchesRegex("2:[0-9]+ .+"));
}

TEST(CountsError, OfAnUnknownKeyHasLineAndColumn) {
    EXPECT_THAT(error_in("hours = 1\n\nhour = 2\n[counts]\nblackhole = 1\n"),
                testing::MatchesRegex("4:[18] unknown key 'hour'"));
    EXPECT_THAT(error_in("hours = 1\n[counts]\nblackhole = { count = 1, of = 2 }\n"),
                testing::MatchesRegex("4:[0-9]+ unknown key 'of'"));
}

TEST(CountsError, OfAnUnknownNameHasLineAndColumnAndSaysWhichThereAre) {
    EXPECT_THAT(error_in("hours = 1\n[counts]\nblackhole = 1\n  reboots = 2\n"),
                testing::MatchesRegex("5:(3|13) 'reboots' .+"));
    const auto counts =
        parse_counts("format = \"wlanmedic.counts/1\"\nhours = 1\n[counts]\nreboots = 2\n", "c.toml", 0);
    ASSERT_FALSE(counts);
    EXPECT_THAT(counts.error().hint, HasSubstr("connection_loss"));
}

TEST(CountsError, OfHoursThatAreNoneHasLineAndColumn) {
    for (const std::string_view hours : {"0", "-1", "0.0", "nan", "inf", "\"ten\"", "true", "1e8", "[1]"})
        EXPECT_THAT(error_in("hours = " + std::string(hours) + "\n[counts]\nblackhole = 1\n"),
                    testing::StartsWith("2:9 hours must be"))
            << hours;
    EXPECT_THAT(error_in("[counts]\nblackhole = 1\n"), HasSubstr("hours are missing"));
}

TEST(CountsError, OfANumberThatIsNoneHasLineAndColumn) {
    for (const std::string_view count : {"-1", "1.5", "\"1\"", "true", "1e3"})
        EXPECT_THAT(error_in("hours = 1\n[counts]\nblackhole = " + std::string(count) + "\n"),
                    testing::StartsWith("4:13 blackhole must be"))
            << count;
    for (const std::string_view count : {"-1", "1.5", "\"1\""})
        EXPECT_THAT(
            error_in("hours = 1\n[counts]\nblackhole = { count = 1, escalated = " + std::string(count) + " }\n"),
            testing::StartsWith("4:38 escalated must be"))
            << count;
    EXPECT_THAT(error_in("hours = 1\n[counts]\nblackhole = { escalated = 1 }\n"),
                testing::StartsWith("4:13 [counts.blackhole] has no count"));
    EXPECT_THAT(error_in("hours = 1\n[counts]\nblackhole = [1]\n"), testing::StartsWith("4:13 "));
}

TEST(CountsError, OfACountBeyondAllMeasureHasLineAndColumn) {
    EXPECT_THAT(error_in("hours = 1\n[counts]\nblackhole = 1000000001\n"),
                testing::StartsWith("4:13 blackhole is more"));
    EXPECT_EQ(error_in("hours = 1\n[counts]\nblackhole = 1000000000\n"), "none");
}

TEST(CountsError, OfMoreThanAMillionHours) {
    EXPECT_EQ(error_in("hours = 1000000\n[counts]\nblackhole = 1\n"), "none")
        << "docs/evidence.md: at most 1,000,000";
    EXPECT_NE(error_in("hours = 1000001\n[counts]\nblackhole = 1\n"), "none");
}

TEST(CountsError, OfMoreEscalatedThanCountedHasLineAndColumn) {
    EXPECT_THAT(error_in("hours = 1\n[counts]\nblackhole = { count = 3, escalated = 4 }\n"),
                testing::MatchesRegex("4:[0-9]+ .*more escalated.*"));
    EXPECT_EQ(error_in("hours = 1\n[counts]\nblackhole = { count = 3, escalated = 3 }\n"), "none");
}

TEST(CountsError, OfBeginThatIsNoTimeHasLineAndColumn) {
    EXPECT_THAT(error_in("begin = \"yesterday\"\nhours = 1\n[counts]\nblackhole = 1\n"),
                testing::StartsWith("2:9 begin must be"));
    EXPECT_THAT(error_in("begin = 1969-05-06T21:13:00\nhours = 1\n[counts]\nblackhole = 1\n"),
                testing::StartsWith("2:9 begin is outside"));
}

TEST(CountsError, OfATitleThatIsNoTextHasLineAndColumn) {
    EXPECT_THAT(error_in("title = 7\nhours = 1\n[counts]\nblackhole = 1\n"), testing::StartsWith("2:9 "));
}

TEST(CountsError, IsAnotherFormatOrNothingCounted) {
    EXPECT_THAT(error_of("format = \"wlanmedic.counts/2\"\nhours = 1\n[counts]\nblackhole = 1\n"),
                testing::MatchesRegex("1:[0-9]+ not of the format.*"));
    EXPECT_THAT(error_of("hours = 1\n[counts]\nblackhole = 1\n"),
                testing::MatchesRegex("1:[0-9]+ not of the format.*"));
    EXPECT_THAT(error_in("hours = 1\n"), HasSubstr("nothing under [counts]"));
    EXPECT_THAT(error_in("hours = 1\n[counts]\n"), HasSubstr("nothing under [counts]"));
    EXPECT_THAT(error_in("hours = 1\ncounts = 1\n"), HasSubstr("nothing under [counts]"));
    EXPECT_THAT(error_of(""), HasSubstr("not of the format"));
}

}  // namespace
}  // namespace wlanmedic::evidence
