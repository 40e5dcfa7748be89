// SPDX-License-Identifier: MIT
#include "machine/interfaces.h"

#include <fmt/format.h>

namespace wlanmedic::machine {
namespace {

std::string last_part(const std::string& path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

std::vector<Interface> wireless_interfaces(const Probe& probe) {
    std::vector<Interface> interfaces;
    for (const std::string& name : probe.list("/sys/class/net")) {
        const std::string directory = fmt::format("/sys/class/net/{}", name);
        if (!probe.exists(directory + "/phy80211") && !probe.exists(directory + "/wireless")) continue;
        Interface interface{.name = name, .phy = {}, .module = {}, .bus = {}};
        if (const auto phy = probe.read(directory + "/phy80211/name"); phy)
            interface.phy = phy->substr(0, phy->find('\n'));
        interface.module = last_part(probe.link(directory + "/device/driver/module"));
        if (interface.module.empty()) interface.module = last_part(probe.link(directory + "/device/driver"));
        interface.bus = last_part(probe.link(directory + "/device/subsystem"));
        interfaces.push_back(std::move(interface));
    }
    return interfaces;
}

}  // namespace wlanmedic::machine
