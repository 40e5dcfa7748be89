// SPDX-License-Identifier: MIT
// One message of NetworkManager, 0.9 to 1.52: states, wishes, addresses. What it says of the supplicant is hearsay
// and becomes a ManagerState ("supplicant completed"), never an association or a loss.
#pragma once

#include <optional>
#include <string_view>

#include "evidence/clock.h"
#include "evidence/decoded.h"

namespace wlanmedic::evidence {

/// Kind::unrecognized only for a warning or an error about a wireless interface that is not known here.
Decoded decode_network_manager_message(std::string_view message);

/// The time that NetworkManager itself put before the message ("[1620000000.1234]", seconds since the epoch), in
/// the zone of `frame`; nothing where there is none or both differ by more than 2 s, hours of zones left out.
std::optional<wifi::Instant> network_manager_time(std::string_view message, const Stamp& frame);

}  // namespace wlanmedic::evidence
