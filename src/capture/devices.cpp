// SPDX-License-Identifier: MIT
#include "capture/devices.h"

#include <linux/nl80211.h>

#include <utility>

namespace wlanmedic::capture {

void Devices::set(Device device) {
    const std::uint32_t index = device.index;
    devices_.insert_or_assign(index, std::move(device));
    if (on_change_) on_change_();
}

void Devices::rename(std::uint32_t index, std::string name) {
    const auto device = devices_.find(index);
    if (device == devices_.end() || device->second.interface == name) return;
    device->second.interface = std::move(name);
    if (on_change_) on_change_();
}

void Devices::carrier(std::uint32_t index, bool up) {
    const auto device = devices_.find(index);
    if (device == devices_.end() || device->second.carrier == up) return;
    device->second.carrier = up;
    if (on_change_) on_change_();
}

void Devices::remove(std::uint32_t index) {
    if (devices_.erase(index) > 0 && on_change_) on_change_();
}

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
