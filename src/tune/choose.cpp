// SPDX-License-Identifier: MIT
#include "tune/choose.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "whatif/workers.h"

namespace wlanmedic::tune {
namespace {

bool is_allowed(double resets, std::optional<double> most_resets) {
    return !most_resets || resets <= *most_resets;
}

// Both ends, and between them those that gain an even share of the dead time.
std::vector<std::size_t> spread(const std::vector<std::size_t>& front, const std::vector<Result>& results) {
    if (front.size() <= most_finalists) return front;
    const double step = (results[front.front()].dead_s - results[front.back()].dead_s) / (most_finalists - 1);
    std::vector<std::size_t> kept{front.front()};
    for (const std::size_t candidate : front)
        if (results[candidate].dead_s < results[kept.back()].dead_s - step) kept.push_back(candidate);
    if (kept.back() != front.back()) kept.push_back(front.back());
    return kept;
}

}  // namespace

std::vector<std::size_t> nominal_front(const std::vector<Result>& results, std::optional<double> most_resets) {
    std::vector<std::size_t> order(results.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::erase_if(order, [&](std::size_t i) { return !is_allowed(results[i].resets, most_resets); });
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        if (results[a].resets != results[b].resets) return results[a].resets < results[b].resets;
        if (results[a].dead_s != results[b].dead_s) return results[a].dead_s < results[b].dead_s;
        return a < b;
    });
    std::vector<std::size_t> front;
    for (const std::size_t candidate : order)
        if (front.empty() || results[candidate].dead_s < results[front.back()].dead_s) front.push_back(candidate);
    return spread(front, results);
}

std::optional<std::vector<Finalist>> last_round(const Space& space, const World& world, const Recorded& recorded,
                                                const std::vector<std::size_t>& candidates, unsigned threads,
                                                const std::function<bool(std::size_t)>& watch) {
    std::vector<Finalist> finalists{
        {.policy = std::make_shared<const policy::Policy>(policy::Policy{.name = "none"})}};
    for (const std::size_t candidate : candidates)
        finalists.push_back({.candidate = candidate, .policy = space.policy(candidate)});
    World last = world;
    last.plan.draws = world.plan.draws * final_draws;
    const bool done = whatif::in_parallel(
        finalists.size(), threads,
        [&](std::size_t i, const std::atomic<bool>& stop) {
            Finalist& one = finalists[i];
            auto played = play_nights(last, Policies(&one.policy, 1), world.plan.draws, stop);
            if (!played) return;
            one.draws = std::move(played->front());
            one.outcome = whatif::conclude(one.draws, last.plan.hours);
            one.replay = recorded.replay(one.policy, world.forbidden);
        },
        watch);
    return done ? std::optional(std::move(finalists)) : std::nullopt;
}

Front front_of(const std::vector<Finalist>& finalists, double hours, std::optional<double> most_resets) {
    const auto resets = [&](std::size_t i) { return finalists[i].outcome.resets_per_day.value; };
    const auto dead = [&](std::size_t i) { return finalists[i].outcome.dead_s_per_day.value; };
    Front front{.members = {0}};
    std::vector<std::size_t> order(finalists.size() - 1);
    std::iota(order.begin(), order.end(), std::size_t{1});
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        if (resets(a) != resets(b)) return resets(a) < resets(b);
        if (dead(a) != dead(b)) return dead(a) < dead(b);
        return a < b;
    });
    for (const std::size_t i : order) {
        if (!is_allowed(resets(i), most_resets))
            ++front.over_limit;
        else if (difference(finalists[front.members.back()].draws, finalists[i].draws, whatif::DrawTally::dead_s,
                            hours)
                     .is_above_zero())
            front.members.push_back(i);
        else
            ++front.not_told_apart;
    }
    const double none = dead(0);
    const double enough = worth * (none - dead(front.members.back()));
    while (none - dead(front.members[front.chosen]) < enough) ++front.chosen;
    return front;
}

std::size_t as_good_as(const std::vector<Result>& results, std::size_t candidate) {
    const Result& one = results[candidate];
    return static_cast<std::size_t>(
               std::ranges::count_if(results,
                                     [&](const Result& other) {
                                         return std::abs(other.dead_s - one.dead_s) <=
                                                    2 * std::hypot(other.dead_error, one.dead_error) &&
                                                std::abs(other.resets - one.resets) <=
                                                    2 * std::hypot(other.resets_error, one.resets_error);
                                     })) -
           1;
}

std::vector<std::optional<std::size_t>> best_of_each(const Space& space, const std::vector<Result>& results,
                                                     std::optional<double> most_resets) {
    const std::size_t windows = space.axes().windows.size();
    std::vector<std::optional<std::size_t>> best(space.axes().counts.size() * windows);
    for (std::size_t i = 0; i < results.size(); ++i) {
        if (!is_allowed(results[i].resets, most_resets)) continue;
        const Setting at = space.setting(i);
        auto& cell = best[at.count * windows + at.window];
        if (!cell || results[i].dead_s < results[*cell].dead_s) cell = i;
    }
    return best;
}

}  // namespace wlanmedic::tune
