// SPDX-License-Identifier: MIT
// From all candidates to a few, and to one.
#include "tune/choose.h"

#include <gmock/gmock.h>

#include "support.h"

using namespace wlanmedic;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Le;
using testing::SizeIs;
using tune::Result;

namespace {

Result at(double resets, double dead_s, double error = 1) {
    return {.dead_s = dead_s, .dead_error = error, .resets = resets, .resets_error = 0.1};
}

// Its nights have `dead` on average, in turns `scatter` more and less.
tune::Finalist finalist(double resets, double dead, double scatter = 0) {
    tune::Finalist one{.candidate = 0,
                       .draws = {test::draw(dead + scatter, resets), test::draw(dead - scatter, resets),
                                 test::draw(dead + scatter, resets), test::draw(dead - scatter, resets)}};
    one.outcome = whatif::conclude(one.draws, 24);
    return one;
}

}  // namespace

TEST(NominalFront, HasWhomNobodyBeatsInBoth) {
    const std::vector<Result> results{at(2, 50),  at(1, 80), at(3, 50), at(2, 60),
                                      at(0, 100), at(5, 20), at(1, 80)};
    EXPECT_THAT(tune::nominal_front(results, {}), ElementsAre(4, 1, 0, 5));
}

TEST(NominalFront, LeavesOutWhatResetsTooOften) {
    const std::vector<Result> results{at(2, 50), at(1, 80), at(0, 100), at(5, 20)};
    EXPECT_THAT(tune::nominal_front(results, 2), ElementsAre(2, 1, 0));
    EXPECT_THAT(tune::nominal_front({at(2, 50)}, 1), IsEmpty());
}

TEST(NominalFront, OfManyIsSpreadOverTheDeadTimeWithBothEnds) {
    std::vector<Result> results;
    for (int i = 0; i < 1000; ++i) results.push_back(at(i, 1000 - i));
    const auto front = tune::nominal_front(results, {});
    EXPECT_THAT(front, SizeIs(Le(tune::most_finalists + 1)));
    EXPECT_GT(front.size(), tune::most_finalists / 2);
    EXPECT_EQ(front.front(), 0U);
    EXPECT_EQ(front.back(), 999U);
}

TEST(Front, DoesNotCallBetterWhatIsNotToldApart) {
    // The third is 1 s better than the second, and that by chance: it scatters by 20.
    const std::vector<tune::Finalist> finalists{finalist(0, 100), finalist(1, 50), finalist(2, 49, 20),
                                                finalist(3, 20)};
    const tune::Front front = tune::front_of(finalists, 24, {});
    EXPECT_THAT(front.members, ElementsAre(0, 1, 3));
    EXPECT_EQ(front.not_told_apart, 1U);
}

TEST(Front, ChoosesTheFewestResetsThatSaveNearlyAsMuch) {
    const std::vector<tune::Finalist> finalists{finalist(0, 100), finalist(1, 50), finalist(2, 21),
                                                finalist(9, 20)};
    const tune::Front front = tune::front_of(finalists, 24, {});
    EXPECT_THAT(front.members, ElementsAre(0, 1, 2, 3));
    EXPECT_EQ(front.chosen, 2U) << "79 of 80 s are saved with 2 resets";
}

TEST(Front, IsNoneWhereNothingBeatsIt) {
    const std::vector<tune::Finalist> finalists{finalist(0, 100), finalist(1, 99, 20), finalist(2, 150)};
    const tune::Front front = tune::front_of(finalists, 24, {});
    EXPECT_THAT(front.members, ElementsAre(0));
    EXPECT_EQ(front.chosen, 0U);
    EXPECT_EQ(front.not_told_apart, 2U);
}

TEST(Front, NeverHasMoreResetsThanAllowed) {
    const std::vector<tune::Finalist> finalists{finalist(0, 100), finalist(1, 50), finalist(2, 20)};
    const tune::Front front = tune::front_of(finalists, 24, 1.5);
    EXPECT_THAT(front.members, ElementsAre(0, 1));
    EXPECT_EQ(front.over_limit, 1U);
    EXPECT_EQ(front.chosen, 1U);
}

TEST(Front, TakesTheFiguresOfTheLastRoundAndNotTheOrderOfTheSweep) {
    const std::vector<tune::Finalist> finalists{finalist(0, 100), finalist(3, 20), finalist(1, 50)};
    EXPECT_THAT(tune::front_of(finalists, 24, {}).members, ElementsAre(0, 2, 1));
}

TEST(AsGoodAs, CountsOthersWithinTwoErrorsInBoth) {
    EXPECT_EQ(tune::as_good_as({at(1, 50), at(1, 52), at(1, 53), at(2, 50)}, 0), 1U);  // 2 * sqrt(2) = 2.8
}

TEST(LastRound, PlaysNoneAndTheCandidatesTheSameForAnyNumberOfThreads) {
    const auto space = test::space_of({.counts = {"1,3"},
                                       .windows = {"10min"},
                                       .gates = {"none"},
                                       .cool_downs = {"30s"},
                                       .ladders = {"function_reset"}});
    const auto play = [&](unsigned threads) {
        return tune::last_round(space, test::small_world(), {}, {1, 0}, threads, [](std::size_t) { return true; })
            .value();
    };
    const auto one = play(1);
    const auto four = play(4);
    ASSERT_THAT(one, SizeIs(3));
    EXPECT_FALSE(one[0].candidate.has_value());
    EXPECT_EQ(one[0].outcome.actions_per_day.value, 0);
    EXPECT_EQ(one[1].candidate, 1U);
    // Other nights than the sweep's 12 draws, and four times as many.
    tune::World last = test::small_world();
    last.plan.draws = 48;
    const auto none = tune::play_nights(last, std::vector{test::ready("none")}, 12, false).value();
    EXPECT_EQ(one[0].outcome.dead_s_per_day.value, whatif::conclude(none[0], 10.5).dead_s_per_day.value);
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_EQ(one[i].outcome.dead_s_per_day.value, four[i].outcome.dead_s_per_day.value);
}

TEST(BestOfEach, IsTheLeastDeadTimeOverTheOtherAxes) {
    const auto space = test::space_of({.counts = {"1,3"},
                                       .windows = {"10s,10min"},
                                       .gates = {"none"},
                                       .cool_downs = {"30s,1min"},
                                       .ladders = {"function_reset"}});
    ASSERT_EQ(space.size(), 8U);
    std::vector<Result> results;
    for (std::size_t i = 0; i < 8; ++i) results.push_back(at(i < 6 ? 1 : 9, 10.0 - static_cast<double>(i)));
    EXPECT_THAT(tune::best_of_each(space, results, {}), ElementsAre(1, 3, 5, 7));
    EXPECT_THAT(tune::best_of_each(space, results, 5), ElementsAre(1, 3, 5, std::nullopt));
}
