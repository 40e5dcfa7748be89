// SPDX-License-Identifier: MIT
// Reads [[access_point]] and [foreign].
#pragma once

#include <toml++/toml.h>

#include "config/table_reader.h"
#include "lab/scenario/scenario.h"

namespace wlanmedic::lab {

/// Ours, and the foreign one. hostapd and a matrix of radios stay small.
inline constexpr std::size_t most_access_points = 8;

/// Fills scenario.access_points from the whole file's table, with radios and interfaces; the foreign one is last.
void read_access_points(const toml::table& file, config::FirstError& first, Scenario& scenario);

}  // namespace wlanmedic::lab
