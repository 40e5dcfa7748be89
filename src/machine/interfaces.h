// SPDX-License-Identifier: MIT
// The wireless interfaces of a machine, as sysfs shows them.
#pragma once

#include <string>
#include <vector>

#include "machine/probe.h"

namespace wlanmedic::machine {

struct Interface {
    std::string name;    ///< "wlan0"
    std::string phy;     ///< "phy0"; empty for old drivers
    std::string module;  ///< "iwlwifi"; empty where the driver is built in or unknown
    std::string bus;     ///< "pci", "usb", "sdio"; empty where there is none
};

/// Those with a directory "phy80211" or "wireless" in /sys/class/net.
std::vector<Interface> wireless_interfaces(const Probe& probe);

}  // namespace wlanmedic::machine
