// SPDX-License-Identifier: MIT
// The parts of advice(): each adds what it finds.
#pragma once

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "policy/advice.h"

namespace wlanmedic::policy {

using Findings = std::vector<config::Finding>;

/// Behind those of the same and of earlier lines.
inline void find(Findings& findings, config::Place place, std::string what, std::string hint) {
    const auto behind = std::ranges::upper_bound(findings, place.line, {},
                                                 [](const config::Finding& known) { return known.place.line; });
    findings.insert(behind, {std::move(what), std::move(hint), place});
}

/// Conditions without which the policy never acts: all gates must hold.
std::vector<const Condition*> required_conditions(const Policy& policy);

/// What the required conditions say of the link; down where none does.
Condition::Link required_link(const Policy& policy);

void find_contradictions(const Policy& policy, Findings& findings);
void find_overeager(const Policy& policy, Findings& findings);
void find_odd_limits(const Policy& policy, std::size_t rungs_that_run, Findings& findings);
/// How many rungs can run there.
std::size_t find_odd_rungs(const Policy& policy, const Machine& machine, Findings& findings);

}  // namespace wlanmedic::policy
