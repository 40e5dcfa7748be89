// SPDX-License-Identifier: MIT
// Options that are numbers.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace wlanmedic::app {

/// A check for CLI11: "nan" is within any range of its own.
std::string is_number(const std::string& text);

/// --blackhole: seconds after which an outage is one; `seconds` has the default.
void add_blackhole_option(CLI::App& verb, double& seconds);

}  // namespace wlanmedic::app
