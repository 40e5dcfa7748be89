// SPDX-License-Identifier: MIT
#include "wifi/instant.h"

#include <gmock/gmock.h>

#include <chrono>
#include <random>
#include <string>

namespace wlanmedic::wifi {
namespace {

using std::chrono::nanoseconds;
using std::chrono::seconds;

Instant since_epoch(std::int64_t s, std::int64_t ns = 0) { return Instant{seconds{s} + nanoseconds{ns}}; }

TEST(Rfc3339, AlwaysHasMicroseconds) {
    EXPECT_EQ(to_rfc3339(since_epoch(0)), "1970-01-01T00:00:00.000000Z");
    EXPECT_EQ(to_rfc3339(since_epoch(1'778'121'645, 123'456'000)), "2026-05-07T02:40:45.123456Z");
    EXPECT_EQ(to_rfc3339(since_epoch(1'778'121'645, 1'000)), "2026-05-07T02:40:45.000001Z");
}

TEST(Rfc3339, DropsWhatIsBelowAMicrosecondAndNeverRoundsIntoTheNextSecond) {
    EXPECT_EQ(to_rfc3339(since_epoch(0, 999)), "1970-01-01T00:00:00.000000Z");
    EXPECT_EQ(to_rfc3339(since_epoch(59, 999'999'999)), "1970-01-01T00:00:59.999999Z");
}

TEST(Rfc3339, CountsBackFromTheEpoch) {
    EXPECT_EQ(to_rfc3339(since_epoch(0, -1)), "1969-12-31T23:59:59.999999Z");
    EXPECT_EQ(to_rfc3339(since_epoch(-86'400)), "1969-12-31T00:00:00.000000Z");
}

TEST(Rfc3339, HoldsAtTheEndsOfWhatAnInstantCanBe) {
    EXPECT_EQ(to_rfc3339(Instant::min()), "1677-09-21T00:12:43.145224Z");
    EXPECT_EQ(to_rfc3339(Instant::max()), "2262-04-11T23:47:16.854775Z");
}

TEST(ToSeconds, KeepsFractionAndSign) {
    EXPECT_DOUBLE_EQ(to_seconds(std::chrono::milliseconds{1500}), 1.5);
    EXPECT_DOUBLE_EQ(to_seconds(nanoseconds{-1}), -1e-9);
    EXPECT_DOUBLE_EQ(to_seconds(std::chrono::hours{24 * 100} + nanoseconds{1}), 8'640'000.000000001);
}

constexpr CivilTime good{
    .year = 2026, .month = 5, .day = 7, .hour = 2, .minute = 40, .second = 45, .nanosecond = 7};

TEST(CivilTime, IsReadAsUtc) { EXPECT_EQ(good.to_instant(), since_epoch(1'778'121'645, 7)); }

// What `change` makes of a good time.
template <class Change>
std::optional<Instant> with(Change change) {
    CivilTime civil = good;
    change(civil);
    return civil.to_instant();
}

TEST(CivilTime, HasBoundsOnEachFieldThatBelongToIt) {
    EXPECT_TRUE(with([](auto& t) { t.year = 1970; }));
    EXPECT_TRUE(with([](auto& t) { t.year = 2199; }));
    EXPECT_FALSE(with([](auto& t) { t.year = 1969; }));
    EXPECT_FALSE(with([](auto& t) { t.year = 2200; }));
    EXPECT_TRUE(with([](auto& t) { t.month = 1; }));
    EXPECT_TRUE(with([](auto& t) { t.month = 12; }));
    EXPECT_FALSE(with([](auto& t) { t.month = 0; }));
    EXPECT_FALSE(with([](auto& t) { t.month = 13; }));
    EXPECT_TRUE(with([](auto& t) { t.day = 1; }));
    EXPECT_TRUE(with([](auto& t) { t.day = 31; }));
    EXPECT_FALSE(with([](auto& t) { t.day = 0; }));
    EXPECT_FALSE(with([](auto& t) { t.day = 32; }));
    EXPECT_TRUE(with([](auto& t) { t.hour = 0; }));
    EXPECT_TRUE(with([](auto& t) { t.hour = 23; }));
    EXPECT_FALSE(with([](auto& t) { t.hour = -1; }));
    EXPECT_FALSE(with([](auto& t) { t.hour = 24; }));
    EXPECT_TRUE(with([](auto& t) { t.minute = 0; }));
    EXPECT_TRUE(with([](auto& t) { t.minute = 59; }));
    EXPECT_FALSE(with([](auto& t) { t.minute = -1; }));
    EXPECT_FALSE(with([](auto& t) { t.minute = 60; }));
    EXPECT_TRUE(with([](auto& t) { t.second = 0; }));
    EXPECT_FALSE(with([](auto& t) { t.second = -1; }));
    EXPECT_FALSE(with([](auto& t) { t.second = 61; }));
    EXPECT_TRUE(with([](auto& t) { t.nanosecond = 999'999'999; }));
    EXPECT_FALSE(with([](auto& t) { t.nanosecond = 1'000'000'000; }));
    EXPECT_FALSE(with([](auto& t) { t.nanosecond = -1; }));
}

TEST(CivilTime, TakesALeapSecondForTheNextSecond) {
    const CivilTime leap{.year = 2016, .month = 12, .day = 31, .hour = 23, .minute = 59, .second = 60};
    EXPECT_EQ(leap.to_instant(), since_epoch(1'483'228'800));  // 2017-01-01T00:00:00Z
}

bool has_day(int year, int month, int day) {
    return CivilTime{.year = year, .month = month, .day = day}.to_instant().has_value();
}

TEST(CivilTime, KnowsHowLongMonthsAre) {
    const std::array<int, 12> longest{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    for (int month = 1; month <= 12; ++month) {
        EXPECT_TRUE(has_day(2026, month, longest[static_cast<std::size_t>(month) - 1])) << month;
        EXPECT_FALSE(has_day(2026, month, longest[static_cast<std::size_t>(month) - 1] + 1)) << month;
    }
}

TEST(CivilTime, Has29FebruaryInLeapYearsOnly) {
    EXPECT_TRUE(has_day(2024, 2, 29));
    EXPECT_TRUE(has_day(2000, 2, 29)) << "a fourth century";
    EXPECT_FALSE(has_day(2100, 2, 29)) << "a century";
    EXPECT_FALSE(has_day(2026, 2, 29));
    EXPECT_FALSE(has_day(2024, 2, 30));
}

TEST(CivilTime, SurvivesFieldsThatAreFarOut) {
    EXPECT_FALSE((CivilTime{.year = std::numeric_limits<int>::min(), .month = 1, .day = 1}.to_instant()));
    EXPECT_FALSE((CivilTime{.year = 2026, .month = std::numeric_limits<int>::max(), .day = 1}.to_instant()));
    EXPECT_FALSE((CivilTime{.year = 2026, .month = 1, .day = 257}.to_instant())) << "chrono's day has eight bits";
    EXPECT_FALSE((CivilTime{.year = 2026, .month = 257, .day = 1}.to_instant())) << "and so has its month";
}

TEST(CivilTime, OfAnInstantGivesThatInstantBack) {
    std::mt19937_64 random(1);                                                 // the same instants in every run
    std::uniform_int_distribution<std::int64_t> seconds_of(0, 7'258'118'399);  // 1970 to 2199
    std::uniform_int_distribution<std::int64_t> nanoseconds_of(0, 999'999'999);
    for (int round = 0; round < 10'000; ++round) {
        const Instant instant = since_epoch(seconds_of(random), nanoseconds_of(random));
        const CivilTime civil = CivilTime::of(instant);
        ASSERT_EQ(civil.to_instant(), instant) << to_rfc3339(instant);
    }
    EXPECT_EQ(CivilTime::of(since_epoch(7'258'118'399, 999'999'999)).year, 2199);
}

TEST(MonthFromName, KnowsTheTwelveEnglishAbbreviationsExactlySo) {
    EXPECT_EQ(month_from_name("Jan"), 1);
    EXPECT_EQ(month_from_name("Feb"), 2);
    EXPECT_EQ(month_from_name("May"), 5);
    EXPECT_EQ(month_from_name("Dec"), 12);
    for (const std::string_view other : {"", "jan", "JAN", "Ja", "Janu", "Mai", "Okt", "Jan ", "13"})
        EXPECT_EQ(month_from_name(other), 0) << other;
}

TEST(Shifted, StaysWhereDifferencesFit) {
    using namespace std::chrono_literals;
    const Instant instant{1'700'000'000s};
    EXPECT_EQ(shifted(instant, 5s), instant + 5s);
    EXPECT_EQ(shifted(instant, -5s), instant - 5s);
    for (const Instant from : {Instant::min(), Instant{}, Instant::max()})
        for (const Duration by : {Duration::min(), Duration::max()}) {
            const Instant moved = shifted(from, by);
            EXPECT_GE(moved, Instant{} - 24h * 366 * 40);
            EXPECT_LE(moved, Instant{} + 24h * 366 * 240);
        }
}

}  // namespace
}  // namespace wlanmedic::wifi
