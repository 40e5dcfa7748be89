// SPDX-License-Identifier: MIT
#include "whatif/simulate.h"

#include <algorithm>

#include "policy/engine.h"
#include "whatif/night.h"
#include "whatif/workers.h"

namespace wlanmedic::whatif {
namespace {

using Tallies = std::vector<std::vector<DrawTally>>;  // of each policy, of each draw

using Policies = std::vector<std::shared_ptr<const policy::Policy>>;

void play_draw(const Model& model, std::uint32_t draw, const Plan& plan, const Policies& policies,
               const std::vector<driver::Method>& forbidden, const std::atomic<bool>& stop, Tallies& tallies) {
    std::vector<policy::Engine> engines;
    engines.reserve(policies.size());
    for (const auto& policy : policies) engines.emplace_back(policy, forbidden);
    std::vector<Player> players;
    std::vector<Recoveries> recoveries(engines.size());
    players.reserve(engines.size());
    for (policy::Engine& engine : engines) players.emplace_back(model, engine);
    Night night{
        .seed = plan.seed, .draw = draw, .number = 0, .length = to_duration(plan.hours * 3600), .losses = {}};
    for (std::uint32_t number = 0; number < plan.nights && !stop; ++number) {
        night.number = number;
        draw_losses(model, night);
        for (std::size_t i = 0; i < players.size(); ++i)
            tallies[i][draw].add(players[i].play(night, recoveries[i]), night.cut);
    }
    for (std::size_t i = 0; i < players.size(); ++i) tallies[i][draw].add(recoveries[i]);
}

}  // namespace

double losses_of_a_night(const Posterior& posterior, const Plan& plan) {
    constexpr std::uint32_t enough = 1000;
    const std::uint32_t draws = std::min(plan.draws, enough);
    double sum = 0;
    for (std::uint32_t draw = 0; draw < draws; ++draw)
        sum += std::min(posterior.draw(plan.seed, draw, plan.hypothesis).losses.mean_per_hour() * plan.hours,
                        static_cast<double>(Night::most_losses));
    return sum / draws;
}

std::optional<std::vector<Outcome>> simulate(const Posterior& posterior,
                                             const std::vector<std::shared_ptr<const policy::Policy>>& policies,
                                             const std::vector<driver::Method>& forbidden, const Plan& plan,
                                             const std::function<bool(double)>& progress) {
    // Each draw is played whole by one thread into a place of its own, so neither their number nor who comes first
    // changes a sum.
    Tallies tallies(policies.size(), std::vector<DrawTally>(plan.draws));
    const bool done = in_parallel(
        plan.draws, plan.threads,
        [&](std::size_t i, const std::atomic<bool>& stop) {
            const auto draw = static_cast<std::uint32_t>(i);
            play_draw(posterior.draw(plan.seed, draw, plan.hypothesis), draw, plan, policies, forbidden, stop,
                      tallies);
        },
        [&](std::size_t draws) { return !progress || progress(static_cast<double>(draws) / plan.draws); });
    if (!done) return std::nullopt;
    std::vector<Outcome> outcomes;
    for (const std::vector<DrawTally>& of_policy : tallies) outcomes.push_back(conclude(of_policy, plan.hours));
    return outcomes;
}

}  // namespace wlanmedic::whatif
