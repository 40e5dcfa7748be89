// SPDX-License-Identifier: MIT
#include "capture/wireless_sysfs.h"

#include <fmt/format.h>

#include <charconv>
#include <string_view>

#include "capture/last_part.h"

namespace wlanmedic::capture {
namespace {

std::string line_of(const machine::Probe& machine, const std::string& path) {
    auto text = machine.read(path);
    if (!text) return {};
    text->resize(std::min(text->size(), text->find('\n')));
    return *text;
}

std::uint32_t number_of(std::string_view text) {
    std::uint32_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

// RFC 2863's states as net/core/link_watch.c sets them. "unknown" is an interface that is up and whose driver has
// said nothing of its carrier: the kernel takes it for one that has it.
bool has_carrier(std::string_view operstate) {
    return operstate == "up" || operstate == "dormant" || operstate == "unknown";
}

}  // namespace

std::optional<Device> device_in_sysfs(const machine::Probe& machine, const std::string& interface) {
    if (interface.empty() || interface.find('/') != std::string::npos || interface.starts_with('.'))
        return std::nullopt;
    const std::string folder = fmt::format("/sys/class/net/{}", interface);
    Device device;
    device.phy = line_of(machine, folder + "/phy80211/name");
    if (device.phy.empty()) return std::nullopt;
    device.interface = interface;
    device.index = number_of(line_of(machine, folder + "/ifindex"));
    device.wiphy = number_of(line_of(machine, folder + "/phy80211/index"));
    device.address = wifi::MacAddress::parse(line_of(machine, folder + "/address"));
    device.driver = last_part(machine.link(folder + "/device/driver"));
    device.carrier = has_carrier(line_of(machine, folder + "/operstate"));
    if (device.index == 0) return std::nullopt;
    return device;
}

std::vector<Device> devices_in_sysfs(const machine::Probe& machine) {
    std::vector<Device> devices;
    for (const std::string& name : machine.list("/sys/class/net"))
        if (auto device = device_in_sysfs(machine, name)) devices.push_back(std::move(*device));
    return devices;
}

}  // namespace wlanmedic::capture
