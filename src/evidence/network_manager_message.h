// SPDX-License-Identifier: MIT
// One message of NetworkManager, 0.9 to 1.52: states, wishes, addresses. What it says of the supplicant is hearsay
// and becomes a ManagerState ("supplicant completed"), never an association or a loss.
#pragma once

#include <string_view>

#include "evidence/decoded.h"

namespace wlanmedic::evidence {

/// Kind::unrecognized only for a warning or an error about a wireless interface that is not known here.
Decoded decode_network_manager_message(std::string_view message);

}  // namespace wlanmedic::evidence
