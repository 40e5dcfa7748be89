// SPDX-License-Identifier: MIT
// The wireless interfaces of this machine while they are followed: by index, not by name.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "wifi/mac_address.h"

namespace wlanmedic::capture {

struct Device {
    std::uint32_t index = 0;  ///< ifindex
    std::uint32_t wiphy = 0;  ///< "phy0" has 0
    std::string interface;    ///< its name now
    std::string phy;          ///< "phy0"
    std::uint32_t type = 0;   ///< enum nl80211_iftype; 2: station
    std::optional<wifi::MacAddress> address;
    std::string driver;    ///< "bes2600": the driver of its device in sysfs; empty for none
    bool carrier = false;  ///< IFF_LOWER_UP: the kernel's own word that data may flow
};

/// Kept by the netlink sources, read by all others.
class Devices {
public:
    void set(Device device);
    void rename(std::uint32_t index, std::string name);
    void carrier(std::uint32_t index, bool up);
    void remove(std::uint32_t index);

    const Device* find(std::uint32_t index) const;
    /// Stations (and P2P clients), by index.
    std::vector<Device> stations() const;
    const std::map<std::uint32_t, Device>& all() const { return devices_; }

private:
    std::map<std::uint32_t, Device> devices_;
};

}  // namespace wlanmedic::capture
