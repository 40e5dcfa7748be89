// SPDX-License-Identifier: MIT
#include "capture/devices.h"

#include <linux/nl80211.h>

#include <utility>

namespace wlanmedic::capture {

void Devices::set(Device device) {
    const std::uint32_t index = device.index;
    devices_.insert_or_assign(index, std::move(device));
}

void Devices::rename(std::uint32_t index, std::string name) {
    const auto device = devices_.find(index);
    if (device != devices_.end()) device->second.interface = std::move(name);
}

void Devices::carrier(std::uint32_t index, bool up) {
    const auto device = devices_.find(index);
    if (device != devices_.end()) device->second.carrier = up;
}

void Devices::remove(std::uint32_t index) { devices_.erase(index); }

const Device* Devices::find(std::uint32_t index) const {
    const auto device = devices_.find(index);
    return device == devices_.end() ? nullptr : &device->second;
}

std::vector<Device> Devices::stations() const {
    std::vector<Device> stations;
    for (const auto& [index, device] : devices_)
        if (device.type == NL80211_IFTYPE_STATION || device.type == NL80211_IFTYPE_P2P_CLIENT)
            stations.push_back(device);
    return stations;
}

}  // namespace wlanmedic::capture
