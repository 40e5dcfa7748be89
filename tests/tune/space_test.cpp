// SPDX-License-Identifier: MIT
// Which policies a sweep has, and which it leaves out.
#include "tune/space.h"

#include <gmock/gmock.h>

#include <set>

#include "policy/advice.h"
#include "policy/policy_writer.h"
#include "support.h"

using namespace wlanmedic;
using namespace std::chrono_literals;
using driver::Method;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

namespace {

const tune::AxisTexts two_of_each{.counts = {"1,3"},
                                  .windows = {"10s,10min"},
                                  .gates = {"none,comeback_timeout"},
                                  .cool_downs = {"30s,2min"},
                                  .ladders = {"function_reset,reassociate+function_reset"}};

}  // namespace

TEST(Space, HasEachCombinationOnce) {
    const auto space = test::space_of(two_of_each);
    EXPECT_EQ(space.size(), 32U);
    EXPECT_EQ(space.crossed(), 32U);
    std::set<std::string> texts;
    for (std::size_t i = 0; i < space.size(); ++i) {
        policy::Policy policy = *space.policy(i);
        policy.about = "";
        texts.insert(policy::to_toml(policy));
    }
    EXPECT_THAT(texts, SizeIs(32));
}

TEST(Space, PutsTheSettingIntoTheBase) {
    const auto space = test::space_of(two_of_each, {}, "wlanmedic");
    const auto base = test::ready("wlanmedic");
    for (std::size_t i = 0; i < space.size(); ++i) {
        const tune::Setting at = space.setting(i);
        const policy::Policy policy = *space.policy(i);
        ASSERT_EQ(policy.triggers.size(), base->triggers.size());
        for (std::size_t k = 0; k < policy.triggers.size(); ++k) {
            const bool stall = policy.triggers[k].on == policy::Watch::On::stall;
            EXPECT_EQ(policy.triggers[k].count, stall ? 1 : space.axes().counts[at.count]);
            EXPECT_EQ(policy.triggers[k].within,
                      stall ? base->triggers[k].within : space.axes().windows[at.window]);
        }
        EXPECT_EQ(policy.gates.size(), base->gates.size() + (at.gate == 0 ? 0 : 1));
        EXPECT_EQ(policy.limits.cool_down, space.axes().cool_downs[at.cool_down]);
        EXPECT_EQ(policy.limits.per_day, base->limits.per_day);
        EXPECT_EQ(policy.rungs.back().method, Method::function_reset);
        EXPECT_EQ(policy.rungs.back().healthy_for, 30s) << "as the base has it";
    }
}

TEST(Space, LeavesOutWhatTheDriverForbidsAndWhatIsTheSameThere) {
    const auto space = test::space_of({.counts = {"1"},
                                       .windows = {"1min"},
                                       .gates = {"none"},
                                       .cool_downs = {"1min"},
                                       .ladders = {"restart_hw,function_reset,restart_hw+function_reset"}},
                                      {Method::restart_hw});
    EXPECT_EQ(space.crossed(), 3U);
    EXPECT_EQ(space.size(), 1U);
    EXPECT_EQ(space.left_out().forbidden, 1U);
    EXPECT_EQ(space.left_out().same, 1U);
    EXPECT_THAT(
        space.left_out().because,
        ElementsAre(HasSubstr("restart_hw: every rung"),
                    HasSubstr("restart_hw+function_reset: without what is forbidden it is function_reset")));
}

TEST(Space, LeavesOutWhatCanNeverFire) {
    const auto space = test::space_of({.counts = {"1,8"},
                                       .windows = {"100ms,1h"},
                                       .gates = {"none,down_10s"},
                                       .cool_downs = {"0"},
                                       .ladders = {"reassociate"}});
    // 8 within 100 ms, with and without the gate; 10 s down and a loss within 100 ms.
    EXPECT_EQ(space.left_out().never_fires, 3U);
    EXPECT_EQ(space.size(), 5U);
    for (std::size_t i = 0; i < space.size(); ++i) EXPECT_FALSE(policy::can_never_fire(*space.policy(i)));
}

TEST(Space, IsRefusedWhereNothingIsLeft) {
    const auto axes = tune::parse_axes({.ladders = {"restart_hw"}}).value();
    const auto none = tune::Space::cross(axes, *test::ready("b-1"), {Method::restart_hw});
    ASSERT_FALSE(none.has_value());
    EXPECT_THAT(none.error().what, HasSubstr("every rung of it is forbidden"));
    const auto still = tune::Space::cross(axes, *test::ready("none"), {});
    ASSERT_FALSE(still.has_value());
    EXPECT_THAT(still.error().what, HasSubstr("nothing to vary"));
}

TEST(Space, IsRefusedWhereItIsTooLarge) {
    std::string counts;
    std::string windows;
    std::string cool_downs;
    for (int i = 1; i <= 64; ++i) counts += (i == 1 ? "" : ",") + std::to_string(i);
    for (int i = 1; i <= 130; ++i) {
        windows += (i == 1 ? "" : ",") + std::to_string(i);
        cool_downs += (i == 1 ? "" : ",") + std::to_string(i);
    }
    const auto axes = tune::parse_axes({.counts = {counts},
                                        .windows = {windows},
                                        .gates = {"none"},
                                        .cool_downs = {cool_downs},
                                        .ladders = {"reassociate"}})
                          .value();
    const auto space = tune::Space::cross(axes, *test::ready("b-1"), {});
    ASSERT_FALSE(space.has_value());
    EXPECT_THAT(space.error().what, HasSubstr("1081600 candidates; at most 1000000"));
}
