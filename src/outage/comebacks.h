// SPDX-License-Identifier: MIT
// Requests of access points to wait (status 30), held against what the station did next.
#pragma once

#include "outage/outage.h"

namespace wlanmedic::outage {

/// Each request to wait, and whether the next association request to the same access point waited: its own line
/// where the kernel log has it, else its answer. 1 TU is 1,024 us; 20 ms are granted to the clocks.
std::vector<Comeback> comebacks_of(const std::vector<wifi::Event>& events);

}  // namespace wlanmedic::outage
