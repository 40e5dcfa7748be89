// SPDX-License-Identifier: MIT
// The ready policies say what their names promise.
#include <gmock/gmock.h>

#include <algorithm>
#include <chrono>

#include "policy/advice.h"
#include "policy/describe.h"
#include "policy/policies.h"

namespace wlanmedic::policy {
namespace {

using namespace std::chrono_literals;
using driver::Method;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::UnorderedElementsAre;
using Kind = Condition::Kind;

const Policy& ready(std::string_view name) {
    static const Policies all = Policies::built_in();
    static std::vector<std::shared_ptr<const Policy>> kept;
    kept.push_back(all.find(name).value().policy);
    return *kept.back();
}

std::size_t event(std::string_view name) { return wifi::alternative_named(name).value(); }

std::vector<Method> methods_of(const Policy& policy) {
    std::vector<Method> methods;
    for (const auto& rung : policy.rungs) methods.push_back(rung.method);
    return methods;
}

std::uint16_t bits(std::initializer_list<Failure> failures) {
    std::uint16_t sum = 0;
    for (const auto failure : failures) sum |= bit_of(failure);
    return sum;
}

std::vector<Kind> required(const Policy& policy) {
    std::vector<Kind> kinds;
    for (const auto& gate : policy.gates)
        if (gate.of.size() == 1) kinds.push_back(gate.of.front().kind);
    return kinds;
}

std::string warnings_of(std::string_view name) {
    std::string all;
    for (const auto& finding : advice(ready(name))) all += finding.what + '\n';
    return all;
}

TEST(ReadyPolicies, AreTheseEight) {
    std::vector<std::string> names;
    const auto all = Policies::built_in();
    for (const auto& file : all.all()) {
        names.push_back(file.policy->name);
        EXPECT_FALSE(file.policy->about.empty()) << file.policy->name;
        EXPECT_THAT(file.text, HasSubstr("\n# ")) << file.policy->name << " says where its rules come from";
    }
    EXPECT_THAT(names, UnorderedElementsAre("none", "b-1", "b-1-and-comeback", "b-1-gated", "patch-a", "android",
                                            "ping-watchdog", "wlanmedic"));
    EXPECT_TRUE(all.find(default_name));
}

TEST(ReadyPolicies, NoneDoesNothing) {
    EXPECT_TRUE(does_nothing(ready("none")));
    EXPECT_THAT(ready("none").gates, IsEmpty());
}

TEST(ReadyPolicies, B1ResetsTheBusAfterThreeLossesInAMinuteWhateverElse) {
    const auto& policy = ready("b-1");
    ASSERT_THAT(policy.triggers, SizeIs(1));
    const auto& trigger = policy.triggers.front();
    EXPECT_EQ(trigger.on, Watch::On::outage);
    EXPECT_EQ(trigger.outage_class, outage::Class::connection_loss);
    EXPECT_EQ(trigger.count, 3);
    EXPECT_EQ(trigger.within, 60s);
    EXPECT_EQ(trigger.per, Scope::interface);
    EXPECT_THAT(policy.gates, IsEmpty());
    EXPECT_THAT(methods_of(policy), ElementsAre(Method::function_reset));
    EXPECT_EQ(policy.rungs.front().deadline, 10s);
    EXPECT_EQ(policy.limits.cool_down, 0s);
    EXPECT_EQ(policy.limits.grace, 0s);
    EXPECT_EQ(policy.limits.per_hour, std::nullopt);
}

TEST(ReadyPolicies, TheReviewersWordingOnlyAddsTheTimeOutToB1) {
    auto policy = ready("b-1-and-comeback");
    ASSERT_THAT(policy.gates, SizeIs(1));
    const auto& gate = policy.gates.front().of.front();
    EXPECT_EQ(gate.kind, Kind::failures);
    EXPECT_EQ(gate.failures, bits({Failure::assoc_timeout_after_comeback}));
    EXPECT_EQ(gate.count, 1);
    const auto& b1 = ready("b-1");
    policy.triggers.front().place = b1.triggers.front().place;
    policy.rungs.front().place = b1.rungs.front().place;
    EXPECT_EQ(policy.triggers, b1.triggers);
    EXPECT_EQ(policy.rungs, b1.rungs);
    EXPECT_EQ(policy.limits, b1.limits);
}

TEST(ReadyPolicies, B1GatedAsksForOneLossAndOneTimeOutAfterAComeback) {
    const auto& policy = ready("b-1-gated");
    ASSERT_THAT(policy.triggers, SizeIs(1));
    EXPECT_EQ(policy.triggers.front().outage_class, outage::Class::connection_loss);
    EXPECT_EQ(policy.triggers.front().count, 1);
    EXPECT_THAT(required(policy), ElementsAre(Kind::failures));
    EXPECT_EQ(policy.gates.front().of.front().failures, bits({Failure::assoc_timeout_after_comeback}));
    EXPECT_EQ(policy.gates.front().of.front().count, 1);
    EXPECT_THAT(methods_of(policy), ElementsAre(Method::function_reset));
    EXPECT_EQ(policy.limits.grace, 0s) << "the campaign's evidence begins seconds before its loss";
    EXPECT_EQ(policy.limits.per_hour, 4);
    EXPECT_EQ(policy.limits.per_boot, 20);
    EXPECT_EQ(policy.limits.give_up_after, 3);
}

TEST(ReadyPolicies, PatchAReassociatesALinkThatIsUp) {
    const auto& policy = ready("patch-a");
    ASSERT_THAT(policy.triggers, SizeIs(1));
    EXPECT_EQ(policy.triggers.front().on, Watch::On::event);
    EXPECT_EQ(policy.triggers.front().event, event("decrypt_failure"));
    EXPECT_EQ(policy.triggers.front().count, 5);
    EXPECT_EQ(policy.triggers.front().within, 5s);
    ASSERT_THAT(required(policy), ElementsAre(Kind::link));
    EXPECT_EQ(policy.gates.front().of.front().link, Condition::Link::up);
    EXPECT_THAT(methods_of(policy), ElementsAre(Method::reassociate));
}

TEST(ReadyPolicies, AndroidAsksForSevenFailuresAtEachAccessPointAndStopsAfterTwoRestarts) {
    const auto& policy = ready("android");
    std::vector<std::size_t> events;
    for (const auto& trigger : policy.triggers) events.push_back(trigger.event);
    EXPECT_THAT(events, UnorderedElementsAre(event("auth_timeout"), event("auth_rejected"), event("assoc_timeout"),
                                             event("assoc_rejected"), event("address_failed")));
    ASSERT_THAT(required(policy), ElementsAre(Kind::link, Kind::failures, Kind::worked_before));
    EXPECT_EQ(policy.gates[0].of.front().link, Condition::Link::down);
    const auto& failures = policy.gates[1].of.front();
    EXPECT_EQ(failures.failures, bits({Failure::auth_timeout, Failure::auth_rejected, Failure::assoc_timeout,
                                       Failure::assoc_rejected, Failure::address_failed}));
    EXPECT_EQ(failures.count, 7);
    EXPECT_TRUE(failures.each);
    EXPECT_THAT(methods_of(policy), ElementsAre(Method::radio_off_on));
    EXPECT_EQ(policy.limits.per_hour, 2);
    EXPECT_EQ(policy.limits.give_up_after, 2);
}

TEST(ReadyPolicies, ThePingWatchdogReloadsTheModuleWhateverTheLink) {
    const auto& policy = ready("ping-watchdog");
    ASSERT_THAT(policy.triggers, SizeIs(1));
    EXPECT_EQ(policy.triggers.front().event, event("probe_result"));
    EXPECT_EQ(policy.triggers.front().answer, wifi::Answer::down);
    EXPECT_EQ(policy.triggers.front().count, 3);
    EXPECT_EQ(policy.triggers.front().within, 30s);
    ASSERT_THAT(required(policy), ElementsAre(Kind::link));
    EXPECT_EQ(policy.gates.front().of.front().link, Condition::Link::any);
    EXPECT_THAT(methods_of(policy), ElementsAre(Method::module_reload));
    EXPECT_THAT(warnings_of("ping-watchdog"), HasSubstr("touches links that work"));
}

TEST(ReadyPolicies, OursAsksForTwoSymptomsBeforeAnything) {
    const auto& policy = ready("wlanmedic");
    const auto symptoms = std::ranges::find_if(policy.gates, [](const Gate& gate) { return gate.at_least == 2; });
    ASSERT_NE(symptoms, policy.gates.end());
    EXPECT_GT(symptoms->of.size(), 2U);
    for (const auto& condition : symptoms->of) {
        EXPECT_TRUE(condition.kind == Kind::failures || condition.kind == Kind::symptom) << describe(condition);
        constexpr auto said = bit_of(Failure::auth_rejected) | bit_of(Failure::assoc_rejected) |
                              bit_of(Failure::assoc_comeback) | bit_of(Failure::wrong_key) |
                              bit_of(Failure::network_not_found);
        EXPECT_EQ(condition.failures & said, 0) << "what an access point says, or does not, is none";
    }
    EXPECT_THAT(required(policy),
                testing::IsSupersetOf({Kind::worked_before, Kind::not_asked_for, Kind::not_waiting}));
}

TEST(ReadyPolicies, OursLeavesALossTimeToHealAndAsksForAnAccessPointWithinReach) {
    const auto& policy = ready("wlanmedic");
    const auto gate_with = [&](Kind kind) {
        return std::ranges::find_if(policy.gates, [&](const Gate& gate) {
            return std::ranges::any_of(gate.of, [&](const Condition& one) { return one.kind == kind; });
        });
    };
    const auto wait = gate_with(Kind::since_loss);
    ASSERT_NE(wait, policy.gates.end());
    EXPECT_EQ(wait->of.front().span, 20s);
    const auto heard = gate_with(Kind::signal);
    ASSERT_NE(heard, policy.gates.end());
    EXPECT_EQ(heard->of.front().dbm, -75);
    EXPECT_EQ(heard->of.front().span, 30s);
    for (const auto& gate : {*wait, *heard})
        for (const auto& condition : gate.of)
            EXPECT_TRUE(condition.kind != Kind::link || condition.link == Condition::Link::up);
}

TEST(ReadyPolicies, OursGoesFromTheGentlestToDeeperRungsAndHasAnEnd) {
    const auto& policy = ready("wlanmedic");
    const auto methods = methods_of(policy);
    EXPECT_EQ(methods.front(), Method::reassociate);
    EXPECT_TRUE(std::ranges::is_sorted(methods));
    EXPECT_TRUE(std::ranges::find(methods, Method::restart_hw) == methods.end())
        << "it hangs some drivers for good";
    EXPECT_GT(policy.limits.cool_down_factor, 1);
    EXPECT_GT(policy.limits.cool_down_max, policy.limits.cool_down);
    EXPECT_GE(policy.limits.per_hour, static_cast<int>(methods.size())) << "or the deep rungs are never reached";
    EXPECT_TRUE(policy.limits.per_day && policy.limits.per_boot && policy.limits.give_up_after);
    EXPECT_GE(policy.limits.grace, 30s);
    EXPECT_EQ(warnings_of("wlanmedic"), "");
}

TEST(ReadyPolicies, AreSaidInPlainWords) {
    const auto words = describe(ready("b-1"));
    EXPECT_THAT(words, HasSubstr("3 links are lost by connection loss within 1 min"));
    EXPECT_THAT(words, HasSubstr("the link is down"));
    EXPECT_THAT(words, HasSubstr("1. bus reset (function_reset)"));
    EXPECT_THAT(describe(ready("none")), HasSubstr("does nothing"));
    EXPECT_THAT(describe(ready("ping-watchdog")), HasSubstr("a probe says down 3 times within 30 s"));
    EXPECT_THAT(describe(ready("android")),
                HasSubstr("every access point that was tried, 1 at least, has failed 7 times"));
    EXPECT_THAT(describe(ready("wlanmedic")), HasSubstr("at least 2 of these:\n      - "));
}

}  // namespace
}  // namespace wlanmedic::policy
