// SPDX-License-Identifier: MIT
// A rule at work: for each ordered pair of radios its own luck and its own chain of bursts.
#pragma once

#include <cstdint>
#include <map>
#include <utility>

#include "lab/medium/burst.h"
#include "lab/medium/draws.h"
#include "lab/medium/rule.h"

namespace wlanmedic::lab {

using RadioPair = std::pair<Radio, Radio>;  ///< from, to

constexpr bool involves(const RadioPair& pair, Radio radio) { return pair.first == radio || pair.second == radio; }

class RuleState {
public:
    /// `number`: of the rule among all that the medium ever had; it makes the luck of each a different one.
    RuleState(Rule rule, std::uint64_t seed, std::uint64_t number);

    const Rule& rule() const { return rule_; }

    bool matches(Radio from, Radio to, FrameClass frame_class) const {
        return rule_.frames.test(static_cast<std::size_t>(frame_class)) && (!rule_.from || *rule_.from == from) &&
               (!rule_.to || *rule_.to == to);
    }

    /// What becomes of a frame that matches; Effect::pass where chance spares it.
    Rule::Effect decide(Radio from, Radio to);

    /// The luck of the radio's pairs begins anew.
    void forget(Radio radio);

private:
    struct Luck {
        Draws draws;
        BurstChain chain;
    };

    bool strikes(Radio from, Radio to);
    Luck& luck(Radio from, Radio to);

    Rule rule_;
    std::uint64_t seed_;
    std::uint64_t number_;
    std::map<RadioPair, Luck> pairs_;
};

}  // namespace wlanmedic::lab
