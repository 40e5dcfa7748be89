// SPDX-License-Identifier: MIT
// The named priors: evidence of others, small as it was. docs/simulate.md says where each figure stands.
#include <algorithm>

#include "config/names.h"
#include "whatif/fit.h"

namespace wlanmedic::whatif {
namespace {

enum class Prior : std::uint8_t { bes2600_seed, lab };

constexpr config::Names<Prior, 2> names{{
    {Prior::bes2600_seed, "bes2600-seed"},
    {Prior::lab, "lab"},
}};

// campaigns/bes2600-patch-b: what was counted in the night, and the one way back that is told.
Summary bes2600_seed(double limit_s) {
    constexpr double hours = 10.5;
    Summary summary;
    summary.stretches.push_back({.hours = hours, .losses = 9, .at_hours = {}});
    // None of another class came in all that time.
    summary.classes.fill({.hours = hours});
    summary.classes[*simulated(outage::Class::connection_loss)] = {
        .losses = 9, .hours = hours, .decided = 9, .escalated = 1};
    summary.beyond_limit.add(86 - limit_s);
    summary.escalated_told = 1;
    summary.attempts[static_cast<std::size_t>(Attempt::comeback_then_timeout)] = 2;
    summary.attempts[static_cast<std::size_t>(Attempt::auth_timeout)] = 1;
    summary.decrypt_failures = 183;
    summary.decrypt_hours = hours;
    summary.access_points = 3;
    return summary;
}

// lab/scenarios/bes2600-night.toml: the same night on virtual radios, where every loss is followed to its end. In
// three of the nine the access point misses the farewell, and asks to come back.
Summary lab(double limit_s) {
    Summary summary = bes2600_seed(limit_s);
    constexpr double clean_s = 0.15;
    constexpr double comeback_s = 1.2;
    summary.ordinary.add(clean_s, 6);
    summary.ordinary.add(comeback_s, 2);
    summary.ordinary_told = 8;
    summary.beyond_limit = {};
    summary.beyond_limit.add(82 - limit_s);
    summary.decrypt_failures = 0;
    summary.decrypt_hours = 0;
    return summary;
}

}  // namespace

std::optional<Summary> named_prior(std::string_view name, double limit_s) {
    const auto prior = config::value_in(names, name);
    if (!prior) return std::nullopt;
    return *prior == Prior::lab ? lab(limit_s) : bes2600_seed(limit_s);
}

std::string prior_names() {
    std::string list;
    for (const auto& [prior, name] : names) list += (list.empty() ? "" : ", ") + std::string(name);
    return list;
}

}  // namespace wlanmedic::whatif
