// SPDX-License-Identifier: MIT
// The same model and the same policy (b-1-gated, under H3) as src/whatif plays, with the same draws, written out
// in one loop for this one case: no events, no engine. What it gives must be what src/whatif gives.
#pragma once

#include <cstdint>

#include "whatif/model.h"

namespace wlanmedic::bench {

struct Sums {
    std::uint64_t losses = 0;
    std::uint64_t actions = 0;
    std::uint64_t blackholes = 0;
    std::int64_t dead_ns = 0;

    bool operator==(const Sums&) const = default;
};

Sums by_hand(const whatif::Model& model, std::uint64_t seed, std::uint32_t nights, double hours);

}  // namespace wlanmedic::bench
