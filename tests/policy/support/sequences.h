// SPDX-License-Identifier: MIT
// Random policies and random events, the same for the same seed on every machine. The events are not noise: links
// are made and lost, attempts fail, actions are answered, and much falls on one instant or on the edge of a span.
#pragma once

#include <cstdint>
#include <vector>

#include "policy/policy.h"

namespace wlanmedic::policy {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed * 2 + 1) {}
    /// 0 to below - 1.
    std::uint32_t roll(std::uint32_t below);
    bool one_in(std::uint32_t chances) { return roll(chances) == 0; }
    template <class T>
    const T& pick(const std::vector<T>& from) {
        return from[roll(static_cast<std::uint32_t>(from.size()))];
    }

private:
    std::uint64_t state_;
};

Policy random_policy(Dice& dice);

struct Mixture {
    bool backwards = true;   ///< some events are stamped earlier than the one before
    bool many_names = true;  ///< more interfaces than an engine follows, and renamed ones
};
/// Times are multiples of 250 ms, or 1 ns after one.
std::vector<wifi::Event> random_events(Dice& dice, std::size_t count, const Mixture& mixture);

}  // namespace wlanmedic::policy
