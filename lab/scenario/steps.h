// SPDX-License-Identifier: MIT
// Reads [[step]]: when it begins, what it does, or which steps it repeats.
#pragma once

#include <toml++/toml.h>

#include <cstdint>

#include "config/table_reader.h"
#include "lab/scenario/scenario.h"

namespace wlanmedic::lab {

inline constexpr unsigned deepest_steps = 4;  ///< steps within steps
/// Played in all, each as often as it is repeated.
inline constexpr std::uint64_t most_played_steps = 100'000;

/// Fills scenario.steps and scenario.quiet. Its clock, duration, station and access points must be read already.
void read_steps(const toml::table& file, config::FirstError& first, Scenario& scenario);

}  // namespace wlanmedic::lab
