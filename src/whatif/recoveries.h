// SPDX-License-Identifier: MIT
// Lengths of outages, counted in classes that are each 1.1 % wide: bounded memory.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "wifi/instant.h"

namespace wlanmedic::whatif {

class Recoveries {
public:
    void add(wifi::Duration length);

    std::uint64_t count() const { return count_; }
    /// Seconds that at least this share of all outages did not exceed, to 1.1 % (above it); 0 where there were
    /// none.
    double quantile(double share) const;

private:
    // Powers of 2 from 2^20 ns (1 ms) to 2^60 ns (36 years), 64 linear classes in each.
    static constexpr int lowest = 20;
    static constexpr int highest = 60;
    static constexpr int per_power = 64;

    std::array<std::uint32_t, std::size_t{highest - lowest} * per_power + 1> counts_{};
    std::uint64_t count_ = 0;
};

}  // namespace wlanmedic::whatif
