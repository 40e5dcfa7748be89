// SPDX-License-Identifier: MIT
// The command that this process was started by, as a shell would read it.
#pragma once

#include <string>

namespace wlanmedic::app {

/// Of /proc/self/cmdline, with the program called wlanmedic; that alone where it cannot be read.
std::string command_line();

}  // namespace wlanmedic::app
