// SPDX-License-Identifier: MIT
// The system's D-Bus, for those managers that need it.
#pragma once

#include "lab/guest/processes.h"
#include "wifi/error.h"

namespace wlanmedic::lab {

/// Everybody may do everything: the guest has one user. An error where its socket is not there within 10 s.
wifi::Result<pid_t> start_message_bus(Loop& loop, Processes& processes);

}  // namespace wlanmedic::lab
