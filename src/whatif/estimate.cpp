// SPDX-License-Identifier: MIT
#include "whatif/estimate.h"

#include <algorithm>
#include <cmath>

namespace wlanmedic::whatif {
namespace {

// What a draw says of a figure, and the variance that it has because its nights are few.
struct OfDraw {
    double value;
    double variance;
};

double mean_of(const std::vector<OfDraw>& draws) {
    double sum = 0;
    for (const OfDraw& draw : draws) sum += draw.value;
    return sum / static_cast<double>(draws.size());
}

// R's type 7.
double quantile(const std::vector<double>& sorted, double share) {
    const double place = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

Estimate estimate(const std::vector<OfDraw>& draws) {
    if (draws.empty()) return {};
    const auto n = static_cast<double>(draws.size());
    Estimate result{.value = mean_of(draws)};
    double scatter = 0;
    double chance = 0;
    for (const OfDraw& draw : draws) {
        scatter += (draw.value - result.value) * (draw.value - result.value);
        chance += draw.variance;
    }
    scatter /= std::max(n - 1, 1.0);
    chance /= n;
    result.error = std::sqrt(scatter / n);
    // The draws are drawn together until their scatter is what the parameters alone make.
    const double kept = scatter > 0 ? std::sqrt(std::max(1 - chance / scatter, 0.0)) : 0;
    std::vector<double> values;
    values.reserve(draws.size());
    for (const OfDraw& draw : draws) values.push_back(result.value + kept * (draw.value - result.value));
    std::ranges::sort(values);
    result.low = quantile(values, 0.025);
    result.high = quantile(values, 0.975);
    return result;
}

Estimate of_figure(const std::vector<DrawTally>& draws, DrawTally::Figure figure, double scale) {
    std::vector<OfDraw> values;
    values.reserve(draws.size());
    for (const DrawTally& draw : draws) {
        const auto n = static_cast<double>(draw.nights);
        const double mean = draw.sum[figure] / n;
        const double variance = std::max(draw.squares[figure] / n - mean * mean, 0.0) / std::max(n - 1, 1.0);
        values.push_back({.value = mean * scale, .variance = variance * scale * scale});
    }
    return estimate(values);
}

Estimate of_escalation(const std::vector<DrawTally>& draws) {
    std::vector<OfDraw> values;
    for (const DrawTally& draw : draws) {
        const double losses = draw.sum[DrawTally::losses];
        if (losses <= 0) continue;
        const double share = draw.sum[DrawTally::escalated] / losses;
        // A quotient of two sums over nights, to the first order.
        const double spread = draw.squares[DrawTally::escalated] - 2 * share * draw.losses_by_escalated +
                              share * share * draw.squares[DrawTally::losses];
        values.push_back({.value = share, .variance = std::max(spread, 0.0) / (losses * losses)});
    }
    return estimate(values);
}

Estimate of_p95(const std::vector<DrawTally>& draws) {
    std::vector<OfDraw> values;
    for (const DrawTally& draw : draws)
        if (draw.any_outage) values.push_back({.value = draw.p95_s, .variance = 0});
    return estimate(values);
}

}  // namespace

void DrawTally::add(const NightResult& night, bool was_cut) {
    const std::array<double, figures> of_night{static_cast<double>(night.losses),
                                               static_cast<double>(night.blackholes),
                                               wifi::to_seconds(night.dead),
                                               wifi::to_seconds(night.longest),
                                               static_cast<double>(night.actions),
                                               static_cast<double>(night.resets),
                                               static_cast<double>(night.false_alarms),
                                               static_cast<double>(night.escalated)};
    for (std::size_t i = 0; i < figures; ++i) {
        sum[i] += of_night[i];
        squares[i] += of_night[i] * of_night[i];
    }
    losses_by_escalated += of_night[losses] * of_night[escalated];
    ++nights;
    gave_up += night.gave_up > 0 ? 1 : 0;
    cut += was_cut ? 1 : 0;
}

void DrawTally::add(const Recoveries& recoveries) {
    any_outage = recoveries.count() > 0;
    p95_s = recoveries.quantile(0.95);
}

Outcome conclude(const std::vector<DrawTally>& draws, double hours_of_a_night) {
    const double per_day = 24 / hours_of_a_night;
    Outcome outcome{
        .losses_per_day = of_figure(draws, DrawTally::losses, per_day),
        .blackholes_per_day = of_figure(draws, DrawTally::blackholes, per_day),
        .dead_s_per_day = of_figure(draws, DrawTally::dead_s, per_day),
        .escalation = of_escalation(draws),
        .worst_recovery_s = of_figure(draws, DrawTally::longest_s, 1),
        .p95_recovery_s = of_p95(draws),
        .actions_per_day = of_figure(draws, DrawTally::actions, per_day),
        .resets_per_day = of_figure(draws, DrawTally::resets, per_day),
        .false_alarms_per_day = of_figure(draws, DrawTally::false_alarms, per_day),
    };
    for (const DrawTally& draw : draws) {
        outcome.nights += draw.nights;
        outcome.gave_up += draw.gave_up;
        outcome.cut_nights += draw.cut;
    }
    return outcome;
}

}  // namespace wlanmedic::whatif
