// SPDX-License-Identifier: MIT
// Exact confidence intervals for what a run counted: so many events in so many hours, so many of so many.
#pragma once

#include <cstdint>

namespace wlanmedic::stats {

/// Both ends belong to the interval. `low` <= `high`, neither is ever negative or NaN.
struct Interval {
    double low;
    double high;
};

/// The largest count and the largest number of trials that an interval is computed for. Up to here the quantiles
/// of Boost.Math 1.74 were seen to converge; at 1e12 they no longer do.
inline constexpr std::uint64_t max_count = 1'000'000'000;

/// The rate at which `count` events came in `exposure`, in events per unit of `exposure` (hours in, events per
/// hour out). Two-sided, with (1 - confidence) / 2 cut off at either end.
///
/// Source: F. Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28 (1936), 437-442; the same
/// numbers as poisson.test(count, exposure)$conf.int of R.
///
/// Range: count <= max_count; 0 < exposure < infinity; 0.5 <= confidence < 1. Outside of it, and for NaN, the
/// answer is [0, infinity], which says nothing and is never wrong. No events give a `low` of exactly 0; an end
/// too large for a double is infinity.
Interval poisson_rate_interval(std::uint64_t count, double exposure, double confidence = 0.95);

/// The probability of a success, from 0 to 1, where `successes` of `trials` succeeded. Two-sided, with
/// (1 - confidence) / 2 cut off at either end.
///
/// Source: C. J. Clopper, E. S. Pearson, "The use of confidence or fiducial limits illustrated in the case of the
/// binomial", Biometrika 26 (1934), 404-413; the same numbers as binom.test(successes, trials)$conf.int of R.
///
/// Range: successes <= trials <= max_count; 0.5 <= confidence < 1. Outside of it, for NaN, and for no trials at
/// all, the answer is [0, 1]. No successes give a `low` of exactly 0, no failures a `high` of exactly 1.
Interval binomial_interval(std::uint64_t successes, std::uint64_t trials, double confidence = 0.95);

}  // namespace wlanmedic::stats
