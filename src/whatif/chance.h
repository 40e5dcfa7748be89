// SPDX-License-Identifier: MIT
// How often a policy would begin by chance alone: what it watches came at the rates of the evidence, and each
// happening knew nothing of the others.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "metrics/metrics.h"
#include "policy/policy.h"

namespace wlanmedic::whatif {

/// Per hour, by the name of the class or event: "connection_loss", "decrypt_failure".
using Rates = std::map<std::string, double, std::less<>>;
/// Of the metrics that are such rates and have a value.
Rates rates_of(const std::vector<metrics::Metric>& metrics);

/// Firings per hour at most, where each happening is a Poisson process of its rate: one that finds n - 1 others in
/// the window before it completes a count of n, so no more than rate * P(Poisson(rate * window) >= n - 1) do.
/// Gates, limits and windows that are emptied by a firing only take from it. Nothing where a trigger watches what
/// has no rate: a stall, a counter, any outage.
std::optional<double> firings_per_hour_at_most(const policy::Policy& policy, const Rates& rates);

}  // namespace wlanmedic::whatif
