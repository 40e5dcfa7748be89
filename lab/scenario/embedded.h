// SPDX-License-Identifier: MIT
// The scenarios that are built into the program: lab/scenarios/*.toml, by name.
#pragma once

#include <span>
#include <string_view>

namespace wlanmedic::lab {

struct EmbeddedScenario {
    std::string_view file;  ///< "lab/scenarios/clean.toml"
    std::string_view text;
};

std::span<const EmbeddedScenario> embedded_scenarios();

}  // namespace wlanmedic::lab
