// SPDX-License-Identifier: MIT
// Paths and texts of a profile in which names of one device are left open: "/sys/bus/pci/devices/{device}/reset".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "wifi/error.h"

namespace wlanmedic::driver {

/// The names of one device. Empty where unknown.
struct DeviceNames {
    std::string interface;  ///< {interface}: "wlan0"
    std::string phy;        ///< {phy}: "phy0"
    std::string device;  ///< {device}, as in /sys/class/net/wlan0/device: "0000:3a:00.0", "1-2:1.0", "mmc1:0001:1"
    std::string parent;  ///< {parent}, the device above it: "1-2" of the USB interface "1-2:1.0"
    std::string bus;     ///< {bus}: "pci", "usb", "sdio", "platform"
    std::string module;  ///< {module}: that the driver is in, last part of …/device/driver/module: "mt7925e"
    std::string driver;  ///< {driver}, as its folder in /sys/bus/BUS/drivers: "ath10k_pci", "rtw_8822ce"
};

/// [A-Za-z0-9_-], not empty and no option: names of kernel modules go to modprobe and into paths.
bool is_module_name(std::string_view name);

/// What is wrong with a text: a brace without its other half, a name that is not one of those above.
std::optional<std::string> template_fault(std::string_view text);

/// The text with the names in place. Errors: a fault, a name that is not known here, or one that could not be a
/// part of a path (a '/', "..", control characters) or a module's: names come from the machine, and are not
/// trusted.
wifi::Result<std::string> filled_in(std::string_view text, const DeviceNames& names);

}  // namespace wlanmedic::driver
