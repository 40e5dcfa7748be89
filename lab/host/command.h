// SPDX-License-Identifier: MIT
// Other programs of the host, run to their end: apt-get, dpkg-deb, make, strip.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "wifi/error.h"

namespace wlanmedic::lab {

struct Command {
    std::vector<std::string> words;   ///< the program, looked up in PATH, and its arguments; no shell sees them
    std::filesystem::path directory;  ///< where it runs; empty: here
};

/// What it wrote to its standard output, at most 64 MiB. It runs with LC_ALL=C and no input, and dies with us.
/// Errors: it cannot be started, or ended with a status other than 0; then with the end of what it complained
/// about.
wifi::Result<std::string> run(const Command& command);

/// Where PATH (colons between folders) has a program of this name; empty where it has none.
std::filesystem::path find_program(const std::string& path, const std::string& name);

}  // namespace wlanmedic::lab
