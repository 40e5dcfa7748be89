// SPDX-License-Identifier: MIT
// A policy file: read, written and read again, said in plain words, and judged.
#include "policy/advice.h"
#include "policy/describe.h"
#include "policy/policy_reader.h"
#include "policy/policy_writer.h"
#include "require.h"

using namespace wlanmedic;
using wlanmedic::fuzz::require;

namespace {

policy::Policy without_places(policy::Policy policy) {
    for (auto& trigger : policy.triggers) trigger.place = {};
    for (auto& gate : policy.gates)
        for (auto& condition : gate.of) condition.place = condition.watch.place = {};
    for (auto& rung : policy.rungs) rung.place = {};
    return policy;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = fuzz::as_text(data, size);
    const auto policy = policy::parse_policy(text, "policy.toml");
    if (!policy) {
        require(!policy.error().what.empty() && !policy.error().hint.empty(), "an error says what to do");
        require(policy.error().line > 0 && policy.error().column > 0, "an error says where");
        return 0;
    }
    require(policy->triggers.size() <= policy::Policy::most_triggers &&
                policy->gates.size() <= policy::Policy::most_gates &&
                policy->rungs.size() <= policy::Policy::most_rungs,
            "a policy is bounded");
    for (const auto& trigger : policy->triggers) {
        require(trigger.count >= 1 && trigger.count <= policy::Watch::most_count, "a trigger counts");
        require(trigger.within > wifi::Duration{0} && trigger.within <= std::chrono::days{7},
                "a trigger has a window");
    }
    for (const auto& gate : policy->gates)
        require(!gate.of.empty() && gate.at_least >= 1 && std::cmp_less_equal(gate.at_least, gate.of.size()),
                "a gate can hold");
    const auto written = policy::parse_policy(policy::to_toml(*policy), "policy.toml");
    require(written && without_places(*written) == without_places(*policy), "what is written is read as the same");
    require(!describe(*policy).empty(), "a policy can be said");
    for (const auto& finding : policy::advice(*policy))
        require(!finding.what.empty() && !finding.hint.empty(), "a finding says what to do");
    return 0;
}
