// SPDX-License-Identifier: MIT
#include "capture/device_names.h"

#include <fmt/format.h>

#include <filesystem>

#include "capture/last_part.h"

namespace wlanmedic::capture {

driver::DeviceNames device_names(const machine::Probe& machine, const std::string& interface) {
    driver::DeviceNames names{.interface = interface, .phy = {}, .device = {}, .parent = {}, .bus = {}};
    const std::string directory = fmt::format("/sys/class/net/{}", interface);
    if (const auto phy = machine.read(directory + "/phy80211/name"); phy)
        names.phy = phy->substr(0, phy->find('\n'));
    // "../../../0000:3a:00.0", or for a device of USB "../../../1-2:1.0", which stands in …/1-2.
    const std::string device = machine.link(directory + "/device");
    names.device = last_part(device);
    names.bus = last_part(machine.link(directory + "/device/subsystem"));
    names.driver = last_part(machine.link(directory + "/device/driver"));
    names.module = last_part(machine.link(directory + "/device/driver/module"));
    if (names.module.empty()) names.module = names.driver;
    if (!names.bus.empty() && !names.device.empty()) {
        // /sys/bus/usb/devices/1-2:1.0 -> ../../../devices/pci0000:00/0000:00:14.0/usb1/1-2/1-2:1.0
        const std::filesystem::path path =
            machine.link(fmt::format("/sys/bus/{}/devices/{}", names.bus, names.device));
        names.parent = path.parent_path().filename().string();
    }
    return names;
}

}  // namespace wlanmedic::capture
