// SPDX-License-Identifier: MIT
#include "lab/medium/draws.h"

namespace wlanmedic::lab {
namespace {

std::mt19937_64 seeded(std::uint64_t seed, std::uint64_t cause, Radio from, Radio to) {
    // seed_seq takes words of 32 bits.
    std::seed_seq sequence{seed, seed >> 32U, cause, cause >> 32U, std::uint64_t{from}, std::uint64_t{to}};
    return std::mt19937_64{sequence};
}

}  // namespace

Draws::Draws(std::uint64_t seed, std::uint64_t cause, Radio from, Radio to)
    : generator_(seeded(seed, cause, from, to)) {}

bool Draws::happens(double probability) {
    constexpr double one_of_2_to_53 = 0x1p-53;
    return static_cast<double>(generator_() >> 11U) * one_of_2_to_53 < probability;
}

}  // namespace wlanmedic::lab
