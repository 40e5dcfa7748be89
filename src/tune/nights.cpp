// SPDX-License-Identifier: MIT
#include "tune/nights.h"

#include <cmath>

#include "whatif/night.h"
#include "whatif/play.h"

namespace wlanmedic::tune {

std::optional<std::vector<Draws>> play_nights(const World& world, Policies policies, std::uint32_t first_draw,
                                              const std::atomic<bool>& stop) {
    const whatif::Plan& plan = world.plan;
    std::vector<policy::Engine> engines;
    engines.reserve(policies.size());
    for (const auto& policy : policies) engines.emplace_back(policy, world.forbidden);
    std::vector<Draws> tallies(policies.size(), Draws(plan.draws));
    for (std::uint32_t i = 0; i < plan.draws; ++i) {
        if (stop) return std::nullopt;
        const std::uint32_t draw = first_draw + i;
        const whatif::Model model = world.posterior->draw(plan.seed, draw, plan.hypothesis);
        std::vector<whatif::Player> players;
        players.reserve(engines.size());
        for (policy::Engine& engine : engines) players.emplace_back(model, engine);
        whatif::Recoveries recoveries;  // of all: no figure of a sweep is read off them
        whatif::Night night{.seed = plan.seed,
                            .draw = draw,
                            .number = 0,
                            .length = whatif::to_duration(plan.hours * 3600),
                            .losses = {}};
        for (; night.number < plan.nights; ++night.number) {
            whatif::draw_losses(model, night);
            for (std::size_t k = 0; k < players.size(); ++k)
                tallies[k][i].add(players[k].play(night, recoveries), night.cut);
        }
    }
    return tallies;
}

Difference difference(const Draws& a, const Draws& b, whatif::DrawTally::Figure figure, double hours) {
    const auto n = static_cast<double>(a.size());
    const auto of_draw = [&](std::size_t i) {
        return (a[i].sum[figure] - b[i].sum[figure]) / static_cast<double>(a[i].nights) * 24 / hours;
    };
    Difference result;
    for (std::size_t i = 0; i < a.size(); ++i) result.value += of_draw(i) / n;
    double scatter = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        scatter += (of_draw(i) - result.value) * (of_draw(i) - result.value);
    result.error = std::sqrt(scatter / std::max(n - 1, 1.0) / n);
    return result;
}

}  // namespace wlanmedic::tune
