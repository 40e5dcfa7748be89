// SPDX-License-Identifier: MIT
#include "whatif/chance.h"

#include <boost/math/distributions/poisson.hpp>
#include <string_view>

#include "outage/outage.h"
#include "wifi/event.h"

namespace wlanmedic::whatif {
namespace {

constexpr std::string_view suffix = ".rate_per_hour";

std::optional<double> rate_in(const Rates& rates, std::string_view name) {
    const auto found = rates.find(name);
    return found == rates.end() ? std::nullopt : std::optional(found->second);
}

std::optional<double> rate_of(const policy::Watch& watch, const Rates& rates) {
    if (watch.on == policy::Watch::On::event) return rate_in(rates, wifi::alternative_name(watch.event));
    if (watch.on != policy::Watch::On::outage) return std::nullopt;
    // Evidence that has a rate of connection losses has looked for the other classes too.
    if (!watch.outage_class || !rates.contains("connection_loss")) return std::nullopt;
    return rate_in(rates, outage::name_of(*watch.outage_class)).value_or(0);
}

// Of `count` in a window in which `mean` are to be expected: that a happening is one that completes them.
double completes(int count, double mean) {
    if (count <= 1) return 1;
    if (mean <= 0) return 0;
    return boost::math::cdf(boost::math::complement(boost::math::poisson(mean), count - 2));
}

}  // namespace

Rates rates_of(const std::vector<metrics::Metric>& metrics) {
    Rates rates;
    for (const metrics::Metric& metric : metrics)
        if (metric.value && metric.name.ends_with(suffix))
            rates[metric.name.substr(0, metric.name.size() - suffix.size())] = *metric.value;
    return rates;
}

std::optional<double> firings_per_hour_at_most(const policy::Policy& policy, const Rates& rates) {
    double sum = 0;
    for (const policy::Watch& trigger : policy.triggers) {
        const auto rate = rate_of(trigger, rates);
        if (!rate) return std::nullopt;
        sum += *rate * completes(trigger.count, *rate * wifi::to_seconds(trigger.within) / 3600);
    }
    return sum;
}

}  // namespace wlanmedic::whatif
