// SPDX-License-Identifier: MIT
// Chance, the same on every machine for the same seed: std::mt19937_64 and std::seed_seq are fixed by the C++
// standard, its distributions are not.
#pragma once

#include <cstdint>
#include <random>

#include "lab/medium/rule.h"

namespace wlanmedic::lab {

/// One stream for each cause of loss and ordered pair of radios, so that what befalls one pair does not change
/// the luck of another.
class Draws {
public:
    Draws(std::uint64_t seed, std::uint64_t cause, Radio from, Radio to);

    /// True with this probability; never at 0 or below, always at 1 or above.
    bool happens(double probability);

private:
    std::mt19937_64 generator_;
};

}  // namespace wlanmedic::lab
