// SPDX-License-Identifier: MIT
#include "policy/advice.h"

#include <utility>

#include "policy/advice_parts.h"

namespace wlanmedic::policy {

std::vector<const Condition*> required_conditions(const Policy& policy) {
    std::vector<const Condition*> required;
    for (const auto& gate : policy.gates)
        if (std::cmp_equal(gate.at_least, gate.of.size()))
            for (const auto& condition : gate.of) required.push_back(&condition);
    return required;
}

Condition::Link required_link(const Policy& policy) {
    if (!names_the_link(policy)) return Condition::Link::down;
    for (const auto* const condition : required_conditions(policy))
        if (condition->kind == Condition::Kind::link && condition->link != Condition::Link::any)
            return condition->link;
    return Condition::Link::any;
}

std::vector<config::Finding> advice(const Policy& policy, const Machine& machine) {
    Findings findings;
    if (does_nothing(policy)) return findings;
    find_contradictions(policy, findings);
    find_overeager(policy, findings);
    find_odd_limits(policy, find_odd_rungs(policy, machine, findings), findings);
    return findings;
}

bool can_never_fire(const Policy& policy) {
    Findings findings;
    find_contradictions(policy, findings);
    return std::ranges::any_of(findings,
                               [](const auto& finding) { return finding.what.starts_with("it can never fire"); });
}

std::vector<driver::Method> forbidden_methods(const Machine& machine) {
    std::vector<driver::Method> methods;
    if (machine.driver == nullptr) return methods;
    for (const auto& [method, name] : driver::method_names)
        if (!driver::hazards_against(*machine.driver, method, machine.kernel, machine.bus).empty())
            methods.push_back(method);
    return methods;
}

}  // namespace wlanmedic::policy
