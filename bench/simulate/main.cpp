// SPDX-License-Identifier: MIT
// Device-hours a second on one core: src/whatif, the loop by hand, and the random numbers alone, in turns.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <vector>

#include "by_hand.h"
#include "policy/policies.h"
#include "whatif/play.h"

namespace {

using namespace wlanmedic;

constexpr std::uint64_t seed = 1;
constexpr double hours = 10.5;

// Means of what the seed's night leaves open, rounded; half of the failed attempts are comebacks.
whatif::Model the_model() {
    whatif::Model model;
    model.losses = {.base_per_hour = 0.6, .branching = 0.3, .decay_per_hour = 30};
    model.classes = {{.outage_class = outage::Class::connection_loss, .share = 1, .escalation = 0.15}};
    model.ordinary = {.mean = 0, .deviation = 0.7};
    model.beyond_limit = {.mean = std::log(70.0), .deviation = 0.8};
    model.attempts = {0.4, 0.5, 0.1, 0, 0};
    model.failing_ordinary = 0.3;
    model.access_point_away = 0.1;
    model.access_points = 3;
    whatif::suppose(model, whatif::Hypothesis::wedged);
    return model;
}

bench::Sums by_library(const whatif::Model& model, const std::shared_ptr<const policy::Policy>& policy,
                       std::uint32_t nights) {
    policy::Engine engine(policy);
    whatif::Player player(model, engine);
    whatif::Recoveries recoveries;
    whatif::Night night{.seed = seed, .length = whatif::to_duration(hours * 3600), .losses = {}};
    bench::Sums sums;
    for (night.number = 0; night.number < nights; ++night.number) {
        whatif::draw_losses(model, night);
        const whatif::NightResult result = player.play(night, recoveries);
        sums.losses += result.losses;
        sums.actions += result.actions;
        sums.blackholes += result.blackholes;
        sums.dead_ns += result.dead.count();
    }
    return sums;
}

bench::Sums random_numbers(const whatif::Model& model, std::uint32_t nights) {
    whatif::Night night{.seed = seed, .length = whatif::to_duration(hours * 3600), .losses = {}};
    bench::Sums sums;
    for (night.number = 0; night.number < nights; ++night.number) {
        whatif::draw_losses(model, night);
        sums.losses += night.losses.size();
    }
    return sums;
}

double median(std::vector<double> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
    const auto nights = static_cast<std::uint32_t>(argc > 1 ? std::strtoul(argv[1], nullptr, 10) : 20'000);
    const whatif::Model model = the_model();
    const auto policy = policy::Policies::built_in().find("b-1-gated").value().policy;
    std::vector<double> library;
    std::vector<double> hand;
    std::vector<double> numbers;
    bench::Sums sums;
    const auto time = [](std::vector<double>& into, auto&& run) {
        const auto begin = std::chrono::steady_clock::now();
        const bench::Sums played = run();
        into.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
        return played;
    };
    for (int round = 0; round < 7; ++round) {
        const bench::Sums one = time(library, [&] { return by_library(model, policy, nights); });
        const bench::Sums other = time(hand, [&] { return bench::by_hand(model, seed, nights, hours); });
        time(numbers, [&] { return random_numbers(model, nights); });
        sums = one;
        if (one == other) continue;
        fmt::print(
            stderr,
            "the two do not agree: losses {} and {}, actions {} and {}, blackholes {} and {}, dead {} and {} ns\n",
            one.losses, other.losses, one.actions, other.actions, one.blackholes, other.blackholes, one.dead_ns,
            other.dead_ns);
        return EXIT_FAILURE;
    }
    const double all_hours = hours * nights;
    fmt::print(
        "{{\"nights\": {}, \"hours\": {}, \"library_s\": {}, \"by_hand_s\": {}, \"random_numbers_s\": {}, "
        "\"library_hours_per_s\": {}, \"losses\": {}, \"actions\": {}, \"blackholes\": {}, \"dead_ns\": {}}}\n",
        nights, hours, median(library), median(hand), median(numbers), all_hours / median(library), sums.losses,
        sums.actions, sums.blackholes, sums.dead_ns);
    return EXIT_SUCCESS;
}
