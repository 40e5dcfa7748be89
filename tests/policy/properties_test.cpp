// SPDX-License-Identifier: MIT
// What must be true of every policy and of every sequence of events.
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>

#include "policy/engine.h"
#include "support/reference.h"
#include "support/sequences.h"

namespace wlanmedic::policy {
namespace {

using namespace std::chrono_literals;
using wifi::Duration;
using wifi::Instant;
using Kind = Decision::Kind;

constexpr std::uint64_t sequences = 5000;
constexpr std::size_t events_of_each = 300;

std::string words(const std::optional<Decision>& decision) {
    if (!decision) return "nothing";
    return std::to_string(static_cast<int>(decision->kind)) + " rung " + std::to_string(decision->rung) +
           " trigger " + std::to_string(decision->trigger) + " ladder " + std::to_string(decision->ladder) + " " +
           std::string(decision->interface) + " " + std::string(driver::name_of(decision->method)) + " at " +
           std::to_string(decision->at.time_since_epoch().count());
}

struct Play {
    Play(std::uint64_t seed, const Mixture& mixture = {}) : dice(seed) {
        policy = std::make_shared<const Policy>(random_policy(dice));
        events = random_events(dice, events_of_each, mixture);
    }
    Dice dice;
    std::shared_ptr<const Policy> policy;
    std::vector<wifi::Event> events;
};

wifi::Event timer(Instant at) {
    wifi::Event event;
    event.instant = at;
    event.payload = wifi::TimerFired{};
    return event;
}

TEST(EveryEngine, DecidesAsThePlainOneDoes) {
    std::uint64_t actions = 0;
    std::uint64_t ends = 0;
    for (std::uint64_t seed = 0; seed < sequences; ++seed) {
        const Play play(seed);
        Engine engine(play.policy);
        Reference reference(*play.policy);
        for (std::size_t i = 0; i < play.events.size(); ++i) {
            const auto decision = engine.on(play.events[i]);
            ASSERT_EQ(words(decision), words(reference.on(play.events[i])))
                << "seed " << seed << " event " << i << " " << wifi::name_of(play.events[i].payload);
            if (decision) ++(decision->kind == Kind::act ? actions : ends);
        }
    }
    // Else the sequences would say nothing.
    EXPECT_GT(actions, sequences / 2);
    EXPECT_GT(ends, sequences / 20);
}

TEST(EveryEngine, DecidesNoLaterThanOneThatIsAskedAllTheTime) {
    for (std::uint64_t seed = 0; seed < sequences / 20; ++seed) {
        const Play play(seed, {.backwards = false});
        Engine engine(play.policy);
        Reference reference(*play.policy);
        const auto both = [&](const wifi::Event& event) {
            const auto decision = engine.on(event);
            const auto plain = reference.on(event);
            ASSERT_EQ(words(decision), words(plain)) << "seed " << seed;
        };
        Instant now = play.events.front().instant;
        for (const wifi::Event& event : play.events) {
            if (!event.timed || event.instant < now) continue;
            // Steps of a second, and the edges that lie 1 ns after a whole one.
            const Duration stride = std::max<Duration>(1s, (event.instant - now) / 100);
            for (Instant step = now + Duration{1}; step < event.instant; step += stride) {
                for (auto deadline = engine.next_deadline(); deadline && *deadline <= step;
                     deadline = engine.next_deadline()) {
                    both(timer(*deadline));
                    if (HasFatalFailure()) return;
                }
                ASSERT_EQ(words(reference.on(timer(step))), "nothing")
                    << "seed " << seed << " at " << step.time_since_epoch().count() << ": the engine would sleep";
            }
            for (auto deadline = engine.next_deadline(); deadline && *deadline <= event.instant;
                 deadline = engine.next_deadline()) {
                both(timer(*deadline));
                if (HasFatalFailure()) return;
            }
            both(event);
            if (HasFatalFailure()) return;
            now = event.instant;
            const auto deadline = engine.next_deadline();
            ASSERT_TRUE(!deadline || *deadline > now) << "seed " << seed;
        }
    }
}

TEST(EveryEngine, HasOneActionAtATimeAndKeepsItsBudgets) {
    for (std::uint64_t seed = 0; seed < sequences; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const Play play(seed);
        const Limits& limits = play.policy->limits;
        Engine engine(play.policy);
        std::deque<Instant> actions;
        int since_boot = 0;
        int in_a_row = 0;
        bool gave_up = false;
        bool taken_back = false;       // the last action
        std::optional<Decision> last;  // of the ladder that is running
        for (const wifi::Event& event : play.events) {
            const auto decision = engine.on(event);
            const auto* refused = std::get_if<wifi::ActionRefused>(&event.payload);
            // Whether it came too late to be one, is not asked here: then one action fewer is counted.
            if (event.timed && refused != nullptr && last && !taken_back &&
                refused->method == driver::name_of(last->method)) {
                actions.pop_back();
                --since_boot;
                taken_back = true;
            }
            if (event.timed && std::holds_alternative<wifi::Booted>(event.payload)) {
                since_boot = in_a_row = 0;
                gave_up = false;
            }
            if (!decision) continue;
            if (decision->kind != Kind::act) {
                ASSERT_TRUE(last) << "a ladder ended that never began";
                ASSERT_EQ(decision->ladder, last->ladder);
                last.reset();
                gave_up = gave_up || decision->kind == Kind::gave_up;
                continue;
            }
            ASSERT_FALSE(gave_up);
            ASSERT_EQ(std::ranges::count(play.policy->never, decision->method), 0);
            ASSERT_EQ(decision->method, play.policy->rungs[decision->rung].method);
            if (last && decision->ladder == last->ladder) {
                ASSERT_GT(decision->rung, last->rung);
            } else {
                ASSERT_EQ(decision->ladder, last ? last->ladder + 1 : decision->ladder);
            }
            last = decision;
            taken_back = false;
            actions.push_back(decision->at);
            ++since_boot;
            const auto within = [&](Duration span) {
                return std::ranges::count_if(actions, [&](Instant at) { return decision->at - at <= span; });
            };
            ASSERT_LE(within(1h), limits.per_hour.value_or(1000));
            ASSERT_LE(within(24h), limits.per_day.value_or(1000));
            ASSERT_LE(since_boot, limits.per_boot.value_or(1000));
        }
    }
}

// Told apart from the engine by what the events say: suspended, blocked, in a grace.
TEST(EveryEngine, BeginsNothingInAForbiddenState) {
    for (std::uint64_t seed = 0; seed < sequences; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        const Play play(seed);
        Engine engine(play.policy);
        Instant now = Instant::min();
        std::optional<Instant> grace;
        bool suspended = false;
        for (const wifi::Event& event : play.events) {
            const auto decision = engine.on(event);
            if (!event.timed) {
                ASSERT_FALSE(decision);
                continue;
            }
            now = std::max(now, event.instant);
            const auto* gap = std::get_if<wifi::Gap>(&event.payload);
            if (std::holds_alternative<wifi::Suspended>(event.payload)) suspended = true;
            if (std::holds_alternative<wifi::Resumed>(event.payload) ||
                std::holds_alternative<wifi::Booted>(event.payload) || (gap != nullptr && !gap->links_known)) {
                suspended = false;
                grace = now;
            }
            if (!decision || decision->kind != Kind::act) continue;
            ASSERT_FALSE(suspended);
            const std::size_t first = static_cast<std::size_t>(
                std::ranges::find_if(
                    play.policy->rungs,
                    [&](const Rung& rung) { return std::ranges::count(play.policy->never, rung.method) == 0; }) -
                play.policy->rungs.begin());
            if (decision->rung == first && grace) {
                ASSERT_GT(now - *grace, play.policy->limits.grace);
            }
            ASSERT_FALSE(std::holds_alternative<wifi::RadioBlocked>(event.payload) &&
                         event.interface == decision->interface);
        }
    }
}

TEST(EveryEngine, IsTheSameAgainAndAfterAReset) {
    for (std::uint64_t seed = 0; seed < sequences / 10; ++seed) {
        const Play play(seed);
        const Play before(seed + sequences);
        Engine engine(play.policy);
        Engine used(play.policy);
        for (const wifi::Event& event : before.events) used.on(event);
        used.reset();
        for (const wifi::Event& event : play.events) {
            ASSERT_EQ(words(engine.on(event)), words(used.on(event))) << "seed " << seed;
            ASSERT_EQ(engine.next_deadline(), used.next_deadline()) << "seed " << seed;
            ASSERT_EQ(engine.held(), used.held()) << "seed " << seed;
            ASSERT_EQ(engine.left_out(), used.left_out()) << "seed " << seed;
        }
    }
}

TEST(EveryEngine, OutlivesAnyTime) {
    for (std::uint64_t seed = 0; seed < sequences / 10; ++seed) {
        Play play(seed);
        Engine engine(play.policy);
        for (wifi::Event& event : play.events) {
            if (play.dice.one_in(50)) event.instant = Instant::max();
            if (play.dice.one_in(50)) event.instant = Instant::min();
            if (auto* waits = std::get_if<wifi::Waiting>(&event.payload); waits != nullptr && play.dice.one_in(2))
                waits->duration = Duration::max();
            const auto decision = engine.on(event);
            if (decision) {
                ASSERT_LT(decision->rung, play.policy->rungs.size());
            }
            engine.held();
        }
    }
}

}  // namespace
}  // namespace wlanmedic::policy
