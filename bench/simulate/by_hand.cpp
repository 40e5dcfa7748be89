// SPDX-License-Identifier: MIT
#include "by_hand.h"

#include <algorithm>
#include <array>

#include "whatif/elementary.h"
#include "whatif/random.h"

namespace wlanmedic::bench {
namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t hour = 3600 * second;

std::int64_t to_ns(double seconds) { return static_cast<std::int64_t>(seconds * 1e9 + 0.5); }

// Until the first association that timed out after a comeback, from the first attempt on.
std::int64_t to_timeout_after_comeback(const whatif::Model& model, whatif::Stream stream, std::int64_t at,
                                       std::int64_t until) {
    constexpr std::int64_t pauses[] = {10, 60, 120, 600, 1800};
    int tried = 0;
    std::size_t round = 0;
    while (at < until) {
        const double mark = stream.uniform();
        at += to_ns(0.3);
        double sum = model.attempts[0];
        if (mark < sum) {
            at += to_ns(0.7);
        } else if (mark < (sum += model.attempts[1])) {
            return at + to_ns(0.01) + to_ns(0.01) + to_ns(1.67);
        } else if (mark < sum + model.attempts[2]) {
            at += to_ns(0.01) + to_ns(1.67);
        } else {
            at += to_ns(0.01);
        }
        if (++tried < model.access_points) {
            at += to_ns(0.1);
        } else {
            tried = 0;
            at += pauses[std::min<std::size_t>(round++, 4)] * second;
        }
    }
    return until;
}

}  // namespace

Sums by_hand(const whatif::Model& model, std::uint64_t seed, std::uint32_t nights, double hours) {
    Sums sums;
    const std::int64_t length = to_ns(hours * 3600);
    const std::int64_t limit = to_ns(model.limit_s);
    for (std::uint32_t night = 0; night < nights; ++night) {
        whatif::Stream times(seed, 0, night, whatif::Purpose::losses);
        double at_hours = 0;
        double excess = 0;
        std::int64_t stood_still = 0;
        std::int64_t may_act_from = 0;
        std::array<std::int64_t, 4> latest{-hour, -hour, -hour,
                                           -hour};  // actions; of an hour there are four at most
        for (std::uint32_t number = 0;; ++number) {
            double wait = times.standard_exponential() / model.losses.base_per_hour;
            if (model.losses.branching > 0) {
                const double remains =
                    excess > 0 ? 1 - model.losses.decay_per_hour * times.standard_exponential() / excess : 0.0;
                if (remains > 0) wait = std::min(wait, -whatif::logarithm(remains) / model.losses.decay_per_hour);
                excess = excess * whatif::exponential(-model.losses.decay_per_hour * wait) +
                         model.losses.branching * model.losses.decay_per_hour;
            }
            at_hours += wait;
            const std::int64_t up = to_ns(at_hours * 3600);
            const std::int64_t begin = up + stood_still;
            if (up >= length || begin >= length) break;
            ++sums.losses;

            whatif::Stream stream(seed, 0, night, whatif::Purpose::loss, number);
            stream.uniform();  // of which class: there is one
            const bool escalated = stream.happens(model.classes[0].escalation);
            const double mark = stream.uniform();
            const bool away = escalated && mark < model.access_point_away;
            const bool failing = escalated || mark < model.failing_ordinary;
            const whatif::LogNormal& law = escalated ? model.beyond_limit : model.ordinary;
            const double drawn = whatif::exponential(law.mean + law.deviation * stream.standard_normal());
            std::int64_t back = begin + to_ns(escalated ? model.limit_s + drawn : std::min(drawn, model.limit_s));

            const std::int64_t first = begin + second / 10;
            const std::int64_t until = std::min(back, length);
            if (failing && !away && first < until) {
                whatif::Stream attempts(seed, 0, night, whatif::Purpose::attempts, number);
                const std::int64_t timed_out = to_timeout_after_comeback(model, attempts, first, until);
                const std::int64_t acts = std::max({timed_out, may_act_from, latest[0] + hour + 1});
                if (timed_out < until && acts < until && acts <= begin + 600 * second) {
                    ++sums.actions;
                    std::ranges::rotate(latest, latest.begin() + 1);
                    latest.back() = acts;
                    may_act_from = acts + 120 * second + 1;
                    back = acts + to_ns(model.methods[4].healing_s) + to_ns(whatif::comeback_after_reset_s);
                }
            }
            const std::int64_t dead = std::min(back, length) - begin;
            sums.dead_ns += dead;
            stood_still += dead;
            if (dead > limit) ++sums.blackholes;
        }
    }
    return sums;
}

}  // namespace wlanmedic::bench
