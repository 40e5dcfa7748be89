// SPDX-License-Identifier: MIT
// The running programs, as /proc shows them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "machine/probe.h"

namespace wlanmedic::machine {

struct Process {
    std::string name;   ///< at most 15 bytes, as the kernel keeps it
    std::string words;  ///< it was started with, with a blank behind each
};

std::vector<Process> processes(const Probe& probe);

/// Whether a program of this name is among them.
bool is_running(const std::vector<Process>& running, std::string_view name);

}  // namespace wlanmedic::machine
