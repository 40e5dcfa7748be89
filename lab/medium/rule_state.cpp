// SPDX-License-Identifier: MIT
#include "lab/medium/rule_state.h"

namespace wlanmedic::lab {

RuleState::RuleState(Rule rule, std::uint64_t seed, std::uint64_t number)
    : rule_(std::move(rule)), seed_(seed), number_(number) {}

RuleState::Luck& RuleState::luck(Radio from, Radio to) {
    const auto found = pairs_.find({from, to});
    if (found != pairs_.end()) return found->second;
    return pairs_.emplace(RadioPair{from, to}, Luck{Draws(seed_, number_, from, to), {}}).first->second;
}

bool RuleState::strikes(Radio from, Radio to) {
    if (rule_.burst) {
        Luck& state = luck(from, to);
        return state.chain.loses(*rule_.burst, state.draws);
    }
    if (rule_.probability >= 1) return true;
    return luck(from, to).draws.happens(rule_.probability);
}

void RuleState::forget(Radio radio) {
    std::erase_if(pairs_, [&](const auto& entry) { return involves(entry.first, radio); });
}

Rule::Effect RuleState::decide(Radio from, Radio to) {
    if (rule_.effect == Rule::Effect::pass) return Rule::Effect::pass;
    return strikes(from, to) ? rule_.effect : Rule::Effect::pass;
}

}  // namespace wlanmedic::lab
