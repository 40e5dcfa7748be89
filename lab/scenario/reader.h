// SPDX-License-Identifier: MIT
// Scenario files: TOML to Scenario, with each fault at its line and column before anything starts.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lab/scenario/scenario.h"

namespace wlanmedic::lab {

/// `--set key=value`: replaces or adds a value of the file ("duration=20 s", "access_point.0.pmf=off",
/// "station.manager=iwd").
struct Setting {
    std::string key;
    std::string value;
};

inline constexpr std::size_t most_bytes = std::size_t{1} << 20;  ///< of a scenario file

/// `file` is named in errors, and its stem is the scenario's name.
wifi::Result<Scenario> read_scenario(std::string_view text, const std::string& file,
                                     const std::vector<Setting>& settings = {});

}  // namespace wlanmedic::lab
