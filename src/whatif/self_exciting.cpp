// SPDX-License-Identifier: MIT
#include "whatif/self_exciting.h"

#include <algorithm>
#include <cmath>

#include "whatif/elementary.h"

namespace wlanmedic::whatif {

LossTimes::LossTimes(const SelfExciting& process) : process_(process) {}

std::optional<double> LossTimes::next(Stream& stream) {
    const double base = process_.base_per_hour;
    if (base <= 0) return std::nullopt;
    double wait = stream.standard_exponential() / base;
    if (process_.branching > 0) {
        // The excess alone brings another loss only with some probability: it fades.
        const double remains =
            excess_ > 0 ? 1 - process_.decay_per_hour * stream.standard_exponential() / excess_ : 0.0;
        if (remains > 0) wait = std::min(wait, -logarithm(remains) / process_.decay_per_hour);
        excess_ =
            excess_ * exponential(-process_.decay_per_hour * wait) + process_.branching * process_.decay_per_hour;
    }
    at_ += wait;
    return at_;
}

double log_likelihood(const SelfExciting& process, const Stretch& stretch) {
    const double base = process.base_per_hour;
    const double branching = process.branching;
    if (stretch.at_hours.empty()) {
        // Generalized Poisson; the terms that do not depend on the process are left out.
        const double clusters = base * stretch.hours;
        const double k = stretch.losses;
        double result = -clusters - k * branching;
        if (k > 0) result += logarithm(clusters) + (k - 1) * logarithm(clusters + k * branching);
        return result;
    }
    double result = -base * stretch.hours;
    double excess = 0;
    double last = 0;
    for (const double at : stretch.at_hours) {
        excess *= exponential(-process.decay_per_hour * (at - last));
        result += logarithm(base + excess);
        excess += branching * process.decay_per_hour;
        result -= branching * (1 - exponential(-process.decay_per_hour * (stretch.hours - at)));
        last = at;
    }
    return result;
}

SelfExcitingPosterior::SelfExcitingPosterior(const std::vector<Stretch>& stretches, bool independent) {
    for (const Stretch& stretch : stretches) {
        losses_ += stretch.losses;
        hours_ += stretch.hours;
    }
    if (independent || hours_ <= 0) return;

    constexpr int bases = 60;
    constexpr int branchings = 19;
    constexpr int decays = 12;
    constexpr double steepest_branching = 0.95;
    const double rate = (losses_ + 0.5) / hours_;
    // A few losses leave the rate open by a factor of ten either way, and of a rate all but one in twenty may be
    // excited.
    const double widest = 3.0 / std::sqrt(losses_ + 0.5) + 0.7;
    const double lowest = logarithm(rate) - widest - 3;
    const double highest = logarithm(rate) + widest;
    base_step_ = exponential((highest - lowest) / bases);
    decay_step_ = exponential(logarithm(360.0) / decays);
    branching_step_ = steepest_branching / branchings;

    std::vector<double> logs;
    double best = -1e300;
    for (int i = 0; i < branchings; ++i) {
        const double branching = (i + 0.5) * branching_step_;
        for (int j = 0; j < decays; ++j) {
            const double decay = exponential(logarithm(360.0) * (j + 0.5) / decays);
            for (int k = 0; k < bases; ++k) {
                const double log_base = lowest + (highest - lowest) * (k + 0.5) / bases;
                const SelfExciting process{
                    .base_per_hour = exponential(log_base), .branching = branching, .decay_per_hour = decay};
                // In the logarithm of the base rate Jeffreys' weight becomes base^+1/2.
                double weight = 0.5 * log_base + logarithm(1 - branching);
                for (const Stretch& stretch : stretches) weight += log_likelihood(process, stretch);
                cells_.push_back(
                    {.base = process.base_per_hour, .branching = branching, .decay = decay, .up_to = 0});
                logs.push_back(weight);
                best = std::max(best, weight);
            }
        }
    }
    double sum = 0;
    for (std::size_t i = 0; i < cells_.size(); ++i) {
        sum += exponential(logs[i] - best);
        cells_[i].up_to = sum;
    }
}

SelfExciting SelfExcitingPosterior::draw(Stream& stream) const {
    if (cells_.empty()) {
        const double base = hours_ > 0 ? stream.gamma(losses_ + 0.5) / hours_ : 0;
        return {.base_per_hour = base, .branching = 0};
    }
    const double mark = stream.uniform() * cells_.back().up_to;
    auto cell = std::ranges::upper_bound(cells_, mark, std::less{}, &Cell::up_to);
    if (cell == cells_.end()) --cell;  // the product above was rounded up to the whole
    const double base = cell->base * exponential(logarithm(base_step_) * (stream.uniform() - 0.5));
    const double decay = cell->decay * exponential(logarithm(decay_step_) * (stream.uniform() - 0.5));
    const double branching = cell->branching + branching_step_ * (stream.uniform() - 0.5);
    return {.base_per_hour = base, .branching = branching, .decay_per_hour = decay};
}

}  // namespace wlanmedic::whatif
