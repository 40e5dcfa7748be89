// SPDX-License-Identifier: MIT
#include "stats/interval.h"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <cmath>
#include <limits>

namespace wlanmedic::stats {

namespace {

// Quantiles of the continuous distributions, because those that Boost offers for the Poisson and the binomial
// distribution itself are rounded to whole numbers.
using boost::math::beta_distribution;
using boost::math::complement;
using boost::math::gamma_distribution;
using boost::math::quantile;

constexpr Interval any_rate{0.0, std::numeric_limits<double>::infinity()};
constexpr Interval any_probability{0.0, 1.0};

// The floor is not only a matter of taste: at a tail of exactly one half, where every confidence below 1e-16 ends
// up, the beta quantile of Boost 1.74 throws for some counts (4 of 9, 5 of 9).
bool in_range(double confidence) { return confidence >= 0.5 && confidence < 1.0; }

}  // namespace

Interval poisson_rate_interval(std::uint64_t count, double exposure, double confidence) {
    if (count > max_count || !(exposure > 0.0) || std::isinf(exposure) || !in_range(confidence)) {
        return any_rate;
    }
    const double tail = (1.0 - confidence) / 2.0;
    const auto events = static_cast<double>(count);
    const double low = count == 0 ? 0.0 : quantile(gamma_distribution<>(events), tail);
    const double high = quantile(complement(gamma_distribution<>(events + 1.0), tail));
    return {low / exposure, high / exposure};
}

Interval binomial_interval(std::uint64_t successes, std::uint64_t trials, double confidence) {
    if (successes > trials || trials > max_count || !in_range(confidence)) {
        return any_probability;
    }
    const double tail = (1.0 - confidence) / 2.0;
    const auto hits = static_cast<double>(successes);
    const auto misses = static_cast<double>(trials - successes);
    const double low = successes == 0 ? 0.0 : quantile(beta_distribution<>(hits, misses + 1.0), tail);
    const double high =
        successes == trials ? 1.0 : quantile(complement(beta_distribution<>(hits + 1.0, misses), tail));
    return {low, high};
}

}  // namespace wlanmedic::stats
