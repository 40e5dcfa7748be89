// SPDX-License-Identifier: MIT
// Of random policies that a kernel can follow, and random events, the core of the connection-loss guard makes what
// the engine makes of them: each decision, and each reason for none.
#include <gtest/gtest.h>

#include <array>

#include "play.h"
#include "support/sequences.h"

namespace wlanmedic::policy {
namespace {

using namespace std::chrono_literals;
using wifi::Duration;

constexpr std::uint64_t sequences = 2000;
constexpr std::size_t events_of_each = 300;

Duration some_span(Dice& dice) { return dice.pick<Duration>({1s, 2s, 5s, 10s, 30s, 60s, 120s}); }

Watch some_watch(Dice& dice) {
    Watch watch;
    watch.count = 1 + static_cast<int>(dice.roll(dice.one_in(3) ? 5 : 2));
    watch.within = some_span(dice);
    if (dice.one_in(2)) {
        if (!dice.one_in(3)) watch.outage_class = outage::Class::connection_loss;
        return watch;
    }
    watch.on = Watch::On::event;
    watch.event = *wifi::alternative_named(
        dice.pick<std::string>({"firmware_error", "firmware_error", "auth_timeout", "auth_rejected",
                                "assoc_timeout", "assoc_rejected", "assoc_comeback"}));
    return watch;
}

Condition some_condition(Dice& dice) {
    Condition condition;
    condition.kind = dice.pick<Condition::Kind>(
        {Condition::Kind::link, Condition::Kind::failures, Condition::Kind::failures, Condition::Kind::since_loss,
         Condition::Kind::before, Condition::Kind::worked_before, Condition::Kind::symptom});
    condition.link = static_cast<Condition::Link>(dice.roll(3));
    constexpr std::uint32_t that_a_kernel_sees = 6;
    condition.failures = static_cast<std::uint16_t>(
        dice.one_in(3) ? (1U << failure_names.size()) - 1 : 1 + dice.roll((1U << that_a_kernel_sees) - 1));
    condition.count = 1 + static_cast<int>(dice.roll(3));
    condition.bssids = static_cast<int>(dice.roll(3));
    condition.each = dice.one_in(3);
    condition.span = some_span(dice);
    condition.watch = some_watch(dice);
    return condition;
}

Policy some_policy(Dice& dice) {
    // Its limits; what it watches and does is of what a kernel knows.
    Policy policy = random_policy(dice);
    policy.triggers.clear();
    policy.gates.clear();
    policy.rungs.clear();
    policy.never.clear();
    for (std::uint32_t i = 0; i <= dice.roll(3); ++i) policy.triggers.push_back(some_watch(dice));
    const std::uint32_t gates = dice.roll(3);
    for (std::uint32_t i = 0; i < gates; ++i) {
        Gate& gate = policy.gates.emplace_back();
        const std::uint32_t conditions = 1 + (dice.one_in(2) ? dice.roll(2) : 0);
        for (std::uint32_t k = 0; k < conditions; ++k) gate.of.push_back(some_condition(dice));
        gate.at_least = 1 + static_cast<int>(dice.roll(conditions));
    }
    if (dice.one_in(3))
        policy.gates.push_back({.of = {Condition{.kind = Condition::Kind::link, .link = Condition::Link::any}}});
    const std::vector<driver::Method> methods{driver::Method::reassociate, driver::Method::restart_hw,
                                              driver::Method::function_reset};
    for (std::uint32_t i = 0; i <= dice.roll(4); ++i)
        policy.rungs.push_back({.method = dice.pick(methods),
                                .deadline = some_span(dice),
                                .proof = dice.one_in(2) ? Proof::associated : Proof::authorized,
                                .healthy_for = dice.one_in(3) ? Duration{0} : some_span(dice)});
    if (dice.one_in(5)) policy.never.push_back(dice.pick(methods));
    return policy;
}

// Half of what is random speaks of methods that no rung has.
void answer_for_the_action(wifi::Event& event, const std::optional<Decision>& last, Dice& dice) {
    if (!last || dice.one_in(3)) return;
    if (auto* refused = std::get_if<wifi::ActionRefused>(&event.payload))
        refused->method = driver::name_of(last->method);
    if (auto* finished = std::get_if<wifi::ActionFinished>(&event.payload))
        finished->method = driver::name_of(last->method);
}

wifi::Event timer(wifi::Instant at) {
    wifi::Event event;
    event.instant = at;
    event.payload = wifi::TimerFired{};
    return event;
}

struct Both {
    explicit Both(const std::shared_ptr<const Policy>& of)
        : engine(of), core(kernel_policy_of(*of).value(), KernelView(*of)) {}
    Engine engine;
    KernelCore core;
};

TEST(TheKernelsCore, DecidesAsTheEngineDoesAndForTheSameReasonNot) {
    std::array<std::uint64_t, 4> decided{};
    std::array<std::uint64_t, CONNLOSS_HELDS> held{};
    std::uint64_t ladders_of_refusals = 0;
    std::uint64_t not_a_kernels = 0;
    std::uint64_t growing_cool_downs = 0;
    for (std::uint64_t seed = 0; seed < sequences; ++seed) {
        Dice dice(seed);
        const auto policy = std::make_shared<const Policy>(some_policy(dice));
        ASSERT_TRUE(kernel_policy_of(*policy)) << kernel_policy_of(*policy).error();
        Both both(policy);
        std::optional<Decision> last;
        auto events = random_events(dice, events_of_each, {.backwards = seed % 2 == 0, .many_names = false});
        for (std::size_t i = 0; i < events.size(); ++i) {
            wifi::Event& event = events[i];
            answer_for_the_action(event, last, dice);
            const auto told = both.core.on(event);
            if (!told) {
                ++not_a_kernels;
                continue;
            }
            const auto decision = both.engine.on(event);
            ASSERT_EQ(both.core.words(told->decision), words(decision))
                << "seed " << seed << " event " << i << " " << wifi::name_of(event.payload);
            if (!event.timed) continue;
            ++decided.at(told->decision.kind);
            if (decision) {
                if (decision->kind == Decision::Kind::act &&
                    std::holds_alternative<wifi::ActionRefused>(event.payload))
                    ++ladders_of_refusals;
                last = decision;
                continue;
            }
            ++held.at(told->decision.held);
            if (both.engine.held() == Held::cool_down && policy->limits.cool_down_factor > 1) ++growing_cool_downs;
            ASSERT_EQ(name_of(static_cast<Held>(told->decision.held)), name_of(both.engine.held()))
                << "seed " << seed << " event " << i << " " << wifi::name_of(event.payload);
        }
    }
    // Else the sequences would say little.
    EXPECT_GT(decided[CONNLOSS_ACT], sequences * 2);
    EXPECT_GT(decided[CONNLOSS_HEALTHY], sequences / 4);
    EXPECT_GT(decided[CONNLOSS_GAVE_UP], sequences / 50);
    EXPECT_GT(ladders_of_refusals, sequences / 50);
    EXPECT_GT(growing_cool_downs, sequences / 5);
    for (std::size_t why = 0; why < held.size(); ++why)
        EXPECT_GT(held[why], sequences / 30) << name_of(static_cast<Held>(why));
    EXPECT_LT(not_a_kernels, sequences * events_of_each / 4);
}

TEST(TheKernelsCore, DecidesNothingLateWhereItsDeadlinesAreKept) {
    std::uint64_t woken = 0;
    for (std::uint64_t seed = 0; seed < sequences / 4; ++seed) {
        Dice dice(seed);
        const auto policy = std::make_shared<const Policy>(some_policy(dice));
        Both both(policy);
        wifi::Instant now{};
        for (const wifi::Event& event :
             random_events(dice, events_of_each, {.backwards = false, .many_names = false})) {
            if (!event.timed || event.instant < now) continue;
            // The engine is asked at its own deadlines, the core at its own.
            std::vector<std::string> by_the_engine;
            std::vector<std::string> by_the_core;
            const auto say = [](std::vector<std::string>& to, wifi::Instant at, const std::string& what) {
                if (what != "nothing") to.push_back(std::to_string(at.time_since_epoch().count()) + " " + what);
            };
            for (auto at = both.engine.next_deadline(); at && *at < event.instant;
                 at = both.engine.next_deadline())
                say(by_the_engine, *at, words(both.engine.on(timer(*at))));
            for (auto at = both.core.next_deadline(); at && *at < event.instant; at = both.core.next_deadline()) {
                ASSERT_GT(*at, now) << "it would be asked for ever";
                now = *at;
                say(by_the_core, *at, both.core.words(both.core.on(timer(*at))->decision));
            }
            ASSERT_EQ(by_the_core, by_the_engine) << "seed " << seed;
            woken += by_the_core.size();
            now = event.instant;
            const auto told = both.core.on(event);
            if (told) {
                ASSERT_EQ(both.core.words(told->decision), words(both.engine.on(event))) << "seed " << seed;
            }
        }
    }
    EXPECT_GT(woken, sequences / 5);
}

}  // namespace
}  // namespace wlanmedic::policy
