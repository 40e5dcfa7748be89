// SPDX-License-Identifier: MIT
#include "number_options.h"

namespace wlanmedic::app {

std::string is_number(const std::string& text) {
    return text.find_first_of("nN") == std::string::npos ? "" : "must be a number";
}

void add_blackhole_option(CLI::App& verb, double& seconds) {
    verb.add_option("--blackhole", seconds, "Seconds after which an outage is a blackhole")
        ->check(is_number)
        ->check(CLI::Range(0.0, 1e6))
        ->capture_default_str();
}

}  // namespace wlanmedic::app
