// SPDX-License-Identifier: MIT
#include "evidence/clock_alignment.h"

#include <gmock/gmock.h>

#include <random>
#include <vector>

namespace wlanmedic::evidence {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

constexpr wifi::Duration tolerance = milliseconds{100};
constexpr wifi::Duration offset = nanoseconds{1'767'225'607'123'456'789};

Landmark landmark(std::uint64_t what, wifi::Duration when) { return {.what = what, .when = wifi::Instant{when}}; }

wifi::Duration distance(wifi::Duration one, wifi::Duration other) {
    return one > other ? one - other : other - one;
}

// A life of a link: happenings of a few kinds at irregular times.
std::vector<Landmark> life(std::mt19937& random, std::size_t happenings) {
    std::vector<Landmark> landmarks;
    wifi::Duration now{0};
    for (std::size_t i = 0; i < happenings; ++i) {
        now += milliseconds{200 + random() % 20'000};
        landmarks.push_back(landmark(1 + random() % 4, now));
    }
    return landmarks;
}

std::vector<Landmark> seen_from(const std::vector<Landmark>& truth, wifi::Duration zero, std::mt19937& random,
                                int noise_ms, unsigned missing_percent) {
    std::vector<Landmark> seen;
    for (Landmark mark : truth) {
        if (random() % 100 < missing_percent) continue;
        mark.when += zero;
        if (noise_ms > 0) mark.when += milliseconds{static_cast<int>(random() % static_cast<unsigned>(noise_ms))};
        seen.push_back(mark);
    }
    return seen;
}

TEST(ClockAlignment, FindsTheExactOffsetOfExactClocks) {
    std::mt19937 random(6);
    const auto truth = life(random, 20);
    const auto fit = ClockAlignment::fit(seen_from(truth, offset, random, 0, 0), truth, tolerance);
    ASSERT_TRUE(fit);
    EXPECT_EQ(fit->offset, offset) << "to be added to the other clock, not taken from it";
    EXPECT_EQ(fit->residual, wifi::Duration{0});
    EXPECT_EQ(fit->happenings, 20U);
}

TEST(ClockAlignment, FindsTheOffsetAmongNoise) {
    std::mt19937 random(7);
    for (int round = 0; round < 20; ++round) {
        const auto truth = life(random, 30);
        const auto fit = ClockAlignment::fit(seen_from(truth, offset, random, 20, 0),
                                             seen_from(truth, wifi::Duration{0}, random, 20, 0), tolerance);
        ASSERT_TRUE(fit);
        EXPECT_LE(distance(fit->offset, offset), milliseconds{20});
        EXPECT_GE(fit->happenings, 30U);
        EXPECT_LE(fit->residual, milliseconds{100});
        EXPECT_GT(fit->residual, milliseconds{0});
    }
}

TEST(ClockAlignment, FindsTheOffsetWhereBothSidesMissHappenings) {
    std::mt19937 random(8);
    for (int round = 0; round < 20; ++round) {
        const auto truth = life(random, 40);
        const auto reference = seen_from(truth, -offset, random, 10, 40);
        const auto other = seen_from(truth, wifi::Duration{0}, random, 10, 40);
        const auto fit = ClockAlignment::fit(reference, other, tolerance);
        ASSERT_TRUE(fit);
        EXPECT_LE(distance(fit->offset, -offset), milliseconds{10});
        EXPECT_LE(fit->happenings, std::min(reference.size(), other.size()));
    }
}

TEST(ClockAlignment, IsNotShiftedByAPeriod) {
    std::vector<Landmark> reference;
    std::vector<Landmark> other;
    for (int i = 0; i < 30; ++i) {
        reference.push_back(landmark(1, offset + milliseconds{1024 * i}));
        other.push_back(landmark(1, milliseconds{1024 * i}));
    }
    const auto fit = ClockAlignment::fit(reference, other, tolerance);
    ASSERT_TRUE(fit);
    EXPECT_EQ(fit->offset, offset);
    EXPECT_EQ(fit->happenings, 30U);
}

TEST(ClockAlignment, PrefersTheTighterOfTwoThatPairAsMany) {
    // At 100 s both pair exactly, at 200 s 80 ms apart.
    const std::vector<Landmark> reference{landmark(1, seconds{100}), landmark(2, seconds{101}),
                                          landmark(1, seconds{200}), landmark(2, seconds{201} + milliseconds{80})};
    const std::vector<Landmark> other{landmark(1, seconds{0}), landmark(2, seconds{1})};
    const auto fit = ClockAlignment::fit(reference, other, tolerance);
    ASSERT_TRUE(fit);
    EXPECT_EQ(fit->offset, seconds{100});
    EXPECT_EQ(fit->happenings, 2U);
    EXPECT_EQ(fit->residual, wifi::Duration{0});
}

TEST(ClockAlignment, LeavesOutAPairThatOnlyWidensTheSpread) {
    // The first happening of kind 1 lies 90 ms before the one that is meant: both pair as many.
    const std::vector<Landmark> reference{landmark(1, seconds{100}), landmark(1, milliseconds{100'090}),
                                          landmark(2, milliseconds{101'090})};
    const auto fit = ClockAlignment::fit(reference, {landmark(1, seconds{0}), landmark(2, seconds{1})}, tolerance);
    ASSERT_TRUE(fit);
    EXPECT_EQ(fit->offset, milliseconds{100'090});
    EXPECT_EQ(fit->happenings, 2U);
    EXPECT_EQ(fit->residual, wifi::Duration{0});
}

TEST(ClockAlignment, UsesEachHappeningOnce) {
    const std::vector<Landmark> reference{landmark(1, seconds{100}), landmark(2, seconds{500})};
    const std::vector<Landmark> flood{landmark(1, seconds{0}), landmark(1, milliseconds{10}),
                                      landmark(1, milliseconds{20}), landmark(1, milliseconds{30})};
    EXPECT_FALSE(ClockAlignment::fit(reference, flood, tolerance));
    EXPECT_FALSE(ClockAlignment::fit(flood, reference, tolerance));
}

TEST(ClockAlignment, PairsOnlyWithinTheTolerance) {
    const std::vector<Landmark> reference{landmark(1, seconds{100}), landmark(2, seconds{110})};
    EXPECT_TRUE(ClockAlignment::fit(
        reference, {landmark(1, seconds{0}), landmark(2, seconds{10} + milliseconds{100})}, tolerance));
    EXPECT_FALSE(ClockAlignment::fit(
        reference, {landmark(1, seconds{0}), landmark(2, seconds{10} + milliseconds{101})}, tolerance));
    EXPECT_TRUE(ClockAlignment::fit(reference, {landmark(1, seconds{0}), landmark(2, seconds{11})}, seconds{1}));
}

TEST(ClockAlignment, IsNoneWhereNothingHappenedOnBothSides) {
    const std::vector<Landmark> one{landmark(1, seconds{1}), landmark(2, seconds{2})};
    const std::vector<Landmark> other{landmark(3, seconds{1}), landmark(4, seconds{2})};
    EXPECT_FALSE(ClockAlignment::fit(one, other, tolerance));
    EXPECT_FALSE(ClockAlignment::fit(one, {}, tolerance));
    EXPECT_FALSE(ClockAlignment::fit({}, one, tolerance));
    EXPECT_FALSE(ClockAlignment::fit({}, {}, tolerance));
    EXPECT_FALSE(ClockAlignment::fit({landmark(1, seconds{1})}, {landmark(2, seconds{1})}, tolerance));
}

TEST(ClockAlignment, OfASingleHappeningNeedsThatThereIsNoOtherChoice) {
    const auto fit = ClockAlignment::fit({landmark(1, seconds{100})}, {landmark(1, seconds{3})}, tolerance);
    ASSERT_TRUE(fit);
    EXPECT_EQ(fit->offset, seconds{97});
    EXPECT_EQ(fit->happenings, 1U);
    EXPECT_EQ(fit->residual, wifi::Duration{0});
    EXPECT_FALSE(ClockAlignment::fit({landmark(1, seconds{100}), landmark(1, seconds{200})},
                                     {landmark(1, seconds{3})}, tolerance));
}

TEST(ClockAlignment, OfASingleHappeningIsNotPreventedByOthersOfAKindThatTheOtherSideDoesNotHave) {
    const auto fit = ClockAlignment::fit({landmark(1, seconds{100}), landmark(2, seconds{200})},
                                         {landmark(1, seconds{3})}, tolerance);
    ASSERT_TRUE(fit) << "clock_alignment.h: \"unless each side has only one of a kind that the other has\"";
    EXPECT_EQ(fit->offset, seconds{97});
}

TEST(ClockAlignment, LeavesOutWhatIsBeyondTheMostLandmarks) {
    std::vector<Landmark> reference;
    for (std::size_t i = 0; i < ClockAlignment::most_landmarks; ++i)
        reference.push_back(landmark(10 + i, seconds{i}));
    reference.push_back(landmark(1, seconds{5000}));
    reference.push_back(landmark(2, seconds{5001}));
    EXPECT_FALSE(ClockAlignment::fit(reference, {landmark(1, seconds{0}), landmark(2, seconds{1})}, tolerance));
}

}  // namespace
}  // namespace wlanmedic::evidence
