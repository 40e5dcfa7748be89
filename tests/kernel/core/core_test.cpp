// SPDX-License-Identifier: MIT
// What the core of the connection-loss guard makes of what lies outside the ranges of its header.
#include <gtest/gtest.h>

#include <functional>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

extern "C" {
#include "connloss_core.h"
}

namespace {

constexpr u64 second = 1'000'000'000;
constexpr u64 week = 7 * 24 * 3600 * second;

// One loss, then a reset.
connloss_policy good_policy() {
    connloss_policy policy{};
    policy.triggers = policy.gates = policy.rungs = 1;
    policy.trigger[0] = {.on = CONNLOSS_ON_LOSS, .count = 1, .failures = 0, .within = 60 * second};
    policy.gate[0].conditions = policy.gate[0].at_least = 1;
    policy.gate[0].of[0].kind = CONNLOSS_IF_LINK_ANY;
    policy.rung[0] = {.method = CONNLOSS_FUNCTION_RESET,
                      .proof = CONNLOSS_PROOF_ASSOCIATED,
                      .deadline = 30 * second,
                      .healthy_for = 0};
    policy.cool_down_factor = 1;
    return policy;
}

struct Change {
    std::string name;
    std::function<void(connloss_policy&)> make;
};

std::vector<Change> changes_for_the_worse() {
    using P = connloss_policy;
    return {
        {"too many triggers", [](P& p) { p.triggers = CONNLOSS_MAX_TRIGGERS + 1; }},
        {"too many gates", [](P& p) { p.gates = CONNLOSS_MAX_GATES + 1; }},
        {"too many rungs", [](P& p) { p.rungs = CONNLOSS_MAX_RUNGS + 1; }},
        {"triggers and no rung", [](P& p) { p.rungs = 0; }},
        {"an unknown watch", [](P& p) { p.trigger[0].on = CONNLOSS_ON_FAILURE + 1; }},
        {"none of it", [](P& p) { p.trigger[0].count = 0; }},
        {"too many of it", [](P& p) { p.trigger[0].count = CONNLOSS_MAX_COUNT + 1; }},
        {"within no time", [](P& p) { p.trigger[0].within = 999'999; }},
        {"within more than a week", [](P& p) { p.trigger[0].within = week + 1; }},
        {"failures of a loss", [](P& p) { p.trigger[0].failures = CONNLOSS_AUTH_TIMEOUT; }},
        {"a watch of no failure", [](P& p) { p.trigger[0].on = CONNLOSS_ON_FAILURE; }},
        {"a watch of an unknown failure",
         [](P& p) {
             p.trigger[0].on = CONNLOSS_ON_FAILURE;
             p.trigger[0].failures = CONNLOSS_ANY_FAILURE + 1;
         }},
        {"a gate of nothing", [](P& p) { p.gate[0].conditions = 0; }},
        {"a gate of too much", [](P& p) { p.gate[0].conditions = CONNLOSS_MAX_CONDITIONS + 1; }},
        {"at least none", [](P& p) { p.gate[0].at_least = 0; }},
        {"at least more than there are", [](P& p) { p.gate[0].at_least = 2; }},
        {"an unknown condition", [](P& p) { p.gate[0].of[0].kind = CONNLOSS_IF_SYMPTOM + 1; }},
        {"a condition of no failure",
         [](P& p) {
             p.gate[0].of[0].kind = CONNLOSS_IF_FAILURES;
             p.gate[0].of[0].count = 1;
         }},
        {"a condition of 0 failures",
         [](P& p) {
             p.gate[0].of[0].kind = CONNLOSS_IF_FAILURES;
             p.gate[0].of[0].failures = 1;
         }},
        {"a condition of 1,001 failures",
         [](P& p) {
             p.gate[0].of[0] = {
                 .kind = CONNLOSS_IF_FAILURES, .failures = 1, .bssids = 0, .each = false, .count = 1001};
         }},
        {"a condition of 9 access points",
         [](P& p) {
             p.gate[0].of[0] = {
                 .kind = CONNLOSS_IF_FAILURES, .failures = 1, .bssids = 9, .each = false, .count = 1};
         }},
        {"since no time", [](P& p) { p.gate[0].of[0].kind = CONNLOSS_IF_SINCE_LOSS; }},
        {"before no time", [](P& p) { p.gate[0].of[0].kind = CONNLOSS_IF_BEFORE; }},
        {"a symptom that is wrong", [](P& p) { p.gate[0].of[0].kind = CONNLOSS_IF_SYMPTOM; }},
        {"nine watches",
         [](P& p) {
             p.triggers = 1;
             p.gates = 2;
             for (connloss_gate& gate : p.gate) {
                 gate.conditions = CONNLOSS_MAX_CONDITIONS;
                 gate.at_least = 1;
                 for (connloss_condition& condition : gate.of) {
                     condition.kind = CONNLOSS_IF_SYMPTOM;
                     condition.watch = p.trigger[0];
                 }
             }
         }},
        {"an unknown method", [](P& p) { p.rung[0].method = CONNLOSS_METHODS; }},
        {"an unknown proof", [](P& p) { p.rung[0].proof = CONNLOSS_PROOF_AUTHORIZED + 1; }},
        {"too short a deadline", [](P& p) { p.rung[0].deadline = second - 1; }},
        {"too long a deadline", [](P& p) { p.rung[0].deadline = 3600 * second + 1; }},
        {"healthy for too long", [](P& p) { p.rung[0].healthy_for = 3600 * second + 1; }},
        {"too long a cool-down", [](P& p) { p.cool_down = week + 1; }},
        {"too long a longest cool-down", [](P& p) { p.cool_down_max = week + 1; }},
        {"no factor", [](P& p) { p.cool_down_factor = 0; }},
        {"too great a factor", [](P& p) { p.cool_down_factor = 17; }},
        {"too many an hour", [](P& p) { p.per_hour = 65; }},
        {"too many a day", [](P& p) { p.per_day = 65; }},
        {"too many a boot", [](P& p) { p.per_boot = 65; }},
        {"too patient", [](P& p) { p.give_up_after = 65; }},
        {"too long a grace", [](P& p) { p.grace = 3600 * second + 1; }},
    };
}

connloss_event event(connloss_event_kind kind, u64 at) {
    connloss_event made{};
    made.kind = static_cast<u8>(kind);
    made.at = at;
    return made;
}

class TheCore : public testing::Test {
protected:
    void use(const connloss_policy& policy) {
        policy_ = policy;
        connloss_core_init(core_.get(), &policy_);
    }
    u8 on(const connloss_event& event) { return connloss_core_on(core_.get(), &event).kind; }

    connloss_policy policy_{};
    std::unique_ptr<connloss_core> core_ = std::make_unique<connloss_core>();
};

TEST_F(TheCore, TakesAPolicyThatIsInItsRangesAndActsByIt) {
    EXPECT_EQ(connloss_policy_trouble(&(policy_ = good_policy())), nullptr);
    use(good_policy());
    EXPECT_EQ(on(event(CONNLOSS_EV_LOSS, second)), CONNLOSS_ACT);
}

TEST_F(TheCore, SaysWhatIsWrongWithAPolicyAndDecidesNothingByIt) {
    for (const Change& change : changes_for_the_worse()) {
        SCOPED_TRACE(change.name);
        connloss_policy policy = good_policy();
        change.make(policy);
        EXPECT_NE(connloss_policy_trouble(&policy), nullptr);
        use(policy);
        EXPECT_EQ(on(event(CONNLOSS_EV_LOSS, second)), CONNLOSS_NOTHING);
        EXPECT_EQ(connloss_core_deadline(core_.get()), CONNLOSS_NEVER);
    }
}

TEST_F(TheCore, DecidesNothingWithoutAPolicy) {
    EXPECT_NE(connloss_policy_trouble(nullptr), nullptr);
    connloss_core_init(core_.get(), nullptr);
    EXPECT_EQ(on(event(CONNLOSS_EV_LOSS, second)), CONNLOSS_NOTHING);
    const connloss_policy none{.cool_down_factor = 1};
    EXPECT_EQ(connloss_policy_trouble(&none), nullptr);
    use(none);
    EXPECT_EQ(on(event(CONNLOSS_EV_LOSS, second)), CONNLOSS_NOTHING);
}

TEST_F(TheCore, IgnoresAndCountsWhatItDoesNotUnderstand) {
    use(good_policy());
    connloss_event wrong = event(CONNLOSS_EVENTS, second);
    EXPECT_EQ(on(wrong), CONNLOSS_NOTHING);
    wrong = event(CONNLOSS_EV_FAULT, second);
    wrong.fault = CONNLOSS_FAULTS;
    EXPECT_EQ(on(wrong), CONNLOSS_NOTHING);
    wrong = event(CONNLOSS_EV_FAILED, second);
    for (const u8 failure : {u8{0}, u8{CONNLOSS_ASSOC_TIMEOUT_AFTER_COMEBACK}, u8{CONNLOSS_ANY_FAILURE},
                             u8{CONNLOSS_AUTH_TIMEOUT | CONNLOSS_AUTH_REJECTED}, u8{0x80}}) {
        wrong.failure = failure;
        EXPECT_EQ(on(wrong), CONNLOSS_NOTHING);
    }
    EXPECT_EQ(core_->not_understood, 7);
    EXPECT_EQ(core_->vifs, 0) << "it would be known from what nobody understood";
    EXPECT_EQ(core_->left_out, 0);
}

TEST_F(TheCore, LeavesOutAndCountsInterfacesBeyondItsOwn) {
    use(good_policy());
    for (const u8 vif : {u8{CONNLOSS_MAX_VIFS}, u8{CONNLOSS_ALL_VIFS - 1}}) {
        connloss_event loss = event(CONNLOSS_EV_LOSS, second);
        loss.vif = vif;
        EXPECT_EQ(on(loss), CONNLOSS_NOTHING);
    }
    EXPECT_EQ(core_->left_out, 2);
    connloss_event loss = event(CONNLOSS_EV_LOSS, second);
    loss.vif = CONNLOSS_MAX_VIFS - 1;
    EXPECT_EQ(on(loss), CONNLOSS_ACT);
}

TEST_F(TheCore, TellsAllTheInterfacesThatItKnows) {
    connloss_policy policy = good_policy();
    policy.trigger[0].on = CONNLOSS_ON_FAULT;
    use(policy);
    connloss_event fault = event(CONNLOSS_EV_FAULT, second);
    fault.vif = CONNLOSS_ALL_VIFS;
    EXPECT_EQ(on(fault), CONNLOSS_NOTHING) << "none is known yet";
    connloss_event timer = event(CONNLOSS_EV_TIMER, second);
    timer.vif = 2;
    EXPECT_EQ(on(timer), CONNLOSS_NOTHING);
    EXPECT_EQ(on(fault), CONNLOSS_ACT);
}

TEST_F(TheCore, NamesTheFirstInterfaceOfThoseForWhichMostIsInPlace) {
    connloss_policy policy = good_policy();
    policy.gate[0].of[0].kind = CONNLOSS_IF_LINK_UP;
    use(policy);
    connloss_event loss = event(CONNLOSS_EV_LOSS, second);
    for (const u8 vif : {u8{3}, u8{1}, u8{2}}) {
        connloss_event timer = event(CONNLOSS_EV_TIMER, second);
        timer.vif = vif;
        EXPECT_EQ(connloss_core_on(core_.get(), &timer).vif, 3);
    }
    for (const u8 vif : {u8{2}, u8{1}}) {
        loss.vif = vif;
        on(loss);
    }
    const connloss_decision nothing = connloss_core_on(core_.get(), &loss);
    EXPECT_EQ(nothing.held, CONNLOSS_HELD_GATE);
    EXPECT_EQ(nothing.vif, 1) << "it came before 2";
}

TEST_F(TheCore, DecidesAfterTheLastPartOfAHappening) {
    use(good_policy());
    connloss_event loss = event(CONNLOSS_EV_LOSS, second);
    loss.more = true;
    EXPECT_EQ(on(loss), CONNLOSS_NOTHING);
    EXPECT_EQ(on(event(CONNLOSS_EV_ATTEMPT, second)), CONNLOSS_ACT);
}

TEST_F(TheCore, OutlivesAnyTime) {
    connloss_policy policy = good_policy();
    policy.cool_down = policy.cool_down_max = week;
    policy.cool_down_factor = 16;
    policy.per_hour = 1;
    policy.grace = 3600 * second;
    use(policy);
    for (const u64 at : std::initializer_list<u64>{0, CONNLOSS_NEVER, 1, CONNLOSS_NEVER - 1, CONNLOSS_NEVER}) {
        for (const auto kind : {CONNLOSS_EV_ASSOCIATED, CONNLOSS_EV_LOSS, CONNLOSS_EV_FAULT, CONNLOSS_EV_RESUMED,
                                CONNLOSS_EV_TIMER, CONNLOSS_EV_LOSS}) {
            on(event(kind, at));
            EXPECT_GT(connloss_core_deadline(core_.get()), core_->now);
        }
    }
    // The end of the time that it knows: the instant of the first of these is that of all others.
    EXPECT_EQ(core_->now, 7'260'000'000 * second);
    EXPECT_EQ(core_->limits.actions, 2) << "time that stands still ends no cool-down";
}

}  // namespace
