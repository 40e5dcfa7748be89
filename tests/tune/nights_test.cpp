// SPDX-License-Identifier: MIT
// Nights that candidates share, and what of a difference between two is more than chance.
#include "tune/nights.h"

#include <gmock/gmock.h>

#include <cmath>

#include "support.h"
#include "tune/sweep.h"

using namespace wlanmedic;
using whatif::DrawTally;

namespace {

const std::atomic<bool> go_on{false};

std::vector<tune::Draws> played(const std::vector<std::shared_ptr<const policy::Policy>>& policies,
                                std::uint32_t first_draw = 0) {
    return tune::play_nights(test::small_world(), policies, first_draw, go_on).value();
}

std::vector<double> dead_of(const tune::Draws& draws) {
    std::vector<double> dead;
    for (const DrawTally& draw : draws) dead.push_back(draw.sum[DrawTally::dead_s]);
    return dead;
}

}  // namespace

TEST(Nights, AreThoseOfSimulate) {
    const tune::World world = test::small_world();
    const std::vector policies{test::ready("none"), test::ready("b-1-gated")};
    const auto outcomes = whatif::simulate(*world.posterior, policies, {}, world.plan).value();
    const auto tallies = played(policies);
    for (std::size_t i = 0; i < policies.size(); ++i) {
        const whatif::Outcome ours = whatif::conclude(tallies[i], world.plan.hours);
        EXPECT_EQ(ours.dead_s_per_day.value, outcomes[i].dead_s_per_day.value);
        EXPECT_EQ(ours.dead_s_per_day.high, outcomes[i].dead_s_per_day.high);
        EXPECT_EQ(ours.resets_per_day.value, outcomes[i].resets_per_day.value);
    }
}

TEST(Nights, DoNotDependOnWhoPlaysBeside) {
    const auto alone = played({test::ready("b-1-gated")});
    const auto beside = played({test::ready("ping-watchdog"), test::ready("b-1-gated"), test::ready("android")});
    EXPECT_EQ(dead_of(alone[0]), dead_of(beside[1]));
}

TEST(Nights, OfTheLastRoundAreOthers) {
    const auto first = played({test::ready("none")});
    const auto last = played({test::ready("none")}, 12);
    for (std::size_t i = 0; i < first[0].size(); ++i)
        EXPECT_NE(first[0][i].sum[DrawTally::dead_s], last[0][i].sum[DrawTally::dead_s]) << i;
}

TEST(Nights, EndWhereTheyAreStopped) {
    const std::atomic<bool> stop{true};
    const std::vector policies{test::ready("none")};
    EXPECT_FALSE(tune::play_nights(test::small_world(), policies, 0, stop).has_value());
}

TEST(Difference, OfEqualOnesIsNothing) {
    const auto two = played({test::ready("none"), test::ready("none")});
    const tune::Difference difference = tune::difference(two[0], two[1], DrawTally::dead_s, 10.5);
    EXPECT_EQ(difference.value, 0);
    EXPECT_EQ(difference.error, 0);
    EXPECT_FALSE(difference.is_above_zero());
}

TEST(Difference, IsOfTheSameNightsAndSoSurerThanEachFigure) {
    // Dead seconds scatter by thousands, the difference by one.
    const tune::Draws a{test::draw(1000), test::draw(5000), test::draw(20), test::draw(9000)};
    const tune::Draws b{test::draw(990), test::draw(4991), test::draw(9), test::draw(8990)};
    const tune::Difference difference = tune::difference(a, b, DrawTally::dead_s, 24);
    EXPECT_DOUBLE_EQ(difference.value, 10);
    EXPECT_DOUBLE_EQ(difference.error, std::sqrt(2.0 / 3 / 4));  // of 10, 9, 11, 10
    EXPECT_TRUE(difference.is_above_zero());
    EXPECT_FALSE(tune::difference(b, a, DrawTally::dead_s, 24).is_above_zero());
    EXPECT_DOUBLE_EQ(tune::difference(a, b, DrawTally::dead_s, 12).value, 20) << "a day has two such nights";
}

TEST(Difference, IsNotAboveChanceWhereItScattersAsMuch) {
    const tune::Draws a{test::draw(10), test::draw(30), test::draw(10), test::draw(30)};
    const tune::Draws b{test::draw(20), test::draw(10), test::draw(20), test::draw(10)};
    const tune::Difference difference = tune::difference(a, b, DrawTally::dead_s, 24);
    EXPECT_DOUBLE_EQ(difference.value, 5);
    EXPECT_FALSE(difference.is_above_zero());
}

TEST(Sweep, FindsTheSameForAnyNumberOfThreadsAndAnySplit) {
    const auto space = test::space_of({.counts = {"1,2,3"},
                                       .windows = {"10s,10min"},
                                       .gates = {"none"},
                                       .ladders = {"function_reset,reassociate"}});
    ASSERT_EQ(space.size(), 36U);
    const auto sweep = [&](unsigned threads, std::size_t parts) {
        tune::Results results(space.size());
        for (std::size_t part = 0; part < parts; ++part)
            EXPECT_TRUE(tune::sweep(
                            space, test::small_world(), {}, results.missing({.index = part, .of = parts}), threads,
                            [](std::size_t) { return wifi::Result<void>(); }, [](std::size_t) { return true; },
                            results)
                            .value());
        EXPECT_EQ(results.missing(), 0U);
        return results.all();
    };
    const auto one = sweep(1, 1);
    EXPECT_EQ(sweep(4, 1), one);
    EXPECT_EQ(sweep(1, 3), one);
    EXPECT_NE(one.front().dead_s, one.back().dead_s);
}

TEST(Sweep, EndsWhereAChunkCannotBeKept) {
    const auto space = test::space_of({.counts = {"1"}, .windows = {"10s"}, .gates = {"none"}});
    tune::Results results(space.size());
    const auto done = tune::sweep(
        space, test::small_world(), {}, results.missing(tune::Part{}), 1,
        [](std::size_t) -> wifi::Result<void> { return std::unexpected(wifi::Error{.what = "disk full"}); },
        [](std::size_t) { return true; }, results);
    ASSERT_FALSE(done.has_value());
    EXPECT_EQ(done.error().what, "disk full");
}
