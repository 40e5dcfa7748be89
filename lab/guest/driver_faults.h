// SPDX-License-Identifier: MIT
// The guest's side of lab/fault: mac80211's entry points for drivers, called as if the driver had.
#pragma once

#include <string>

#include "lab/scenario/scenario.h"
#include "wifi/error.h"

namespace wlanmedic::lab {

/// Returns when the call has returned; hold_rtnl must therefore be called from a child.
wifi::Result<void> inject(const std::string& interface, const DriverFault& fault);

}  // namespace wlanmedic::lab
