// SPDX-License-Identifier: MIT
// What sysfs shows of a wireless interface (Documentation/ABI/testing/sysfs-class-net; phy80211 is cfg80211's
// link, net/wireless/core.c). Only what is shown without RTNL is read, so nothing here waits for a driver: not
// `carrier`, which takes it since Linux 6.8, but `operstate` (net/core/net-sysfs.c).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "capture/devices.h"
#include "machine/probe.h"

namespace wlanmedic::capture {

/// Without its type, which sysfs does not know. Nothing where there is no such interface, or it is not wireless.
std::optional<Device> device_in_sysfs(const machine::Probe& machine, const std::string& interface);

/// All of the present network namespace.
std::vector<Device> devices_in_sysfs(const machine::Probe& machine);

}  // namespace wlanmedic::capture
