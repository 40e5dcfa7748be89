// SPDX-License-Identifier: MIT
// The command-line client of a manager, nmcli or iwctl.
#pragma once

#include <string>
#include <vector>

#include "lab/guest/journal.h"
#include "lab/guest/processes.h"
#include "wifi/error.h"

namespace wlanmedic::lab {

/// Runs it to its end; what it writes goes to truth/CLIENT.log. An error where it does not end with 0.
wifi::Result<void> ask_manager(Processes& processes, Journal& journal, std::vector<std::string> words);

}  // namespace wlanmedic::lab
