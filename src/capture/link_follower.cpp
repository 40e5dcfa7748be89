// SPDX-License-Identifier: MIT
#include "capture/link_follower.h"

#include <fmt/format.h>
#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include <cstring>
#include <utility>

#include "capture/wireless_sysfs.h"

namespace wlanmedic::capture {
namespace {

constexpr std::uint32_t flags_that_matter = IFF_UP | IFF_LOWER_UP;

runfile::Text device_record(const char* what, std::uint32_t index, const std::string& name, const std::string& phy,
                            const std::string& before, std::string sentence) {
    runfile::Text text{.kind = runfile::Kind::device, .message = std::move(sentence), .fields = {}};
    text.set("WLANMEDIC_DEVICE", what);
    text.set("WLANMEDIC_INTERFACE", name);
    if (!before.empty()) text.set("WLANMEDIC_BEFORE", before);
    text.set("WLANMEDIC_IFINDEX", std::to_string(index));
    if (!phy.empty()) text.set("WLANMEDIC_PHY", phy);
    return text;
}

// Whether a value is told and new.
template <class T>
bool update(std::optional<T>& known, const std::optional<T>& told) {
    if (!told || known == told) return false;
    known = told;
    return true;
}

}  // namespace

std::optional<LinkMessage> LinkMessage::of(const netlink::Message& message) {
    ifinfomsg info;
    if ((message.type != RTM_NEWLINK && message.type != RTM_DELLINK) || message.payload.size() < sizeof info)
        return std::nullopt;
    std::memcpy(&info, message.payload.data(), sizeof info);
    if (info.ifi_family != AF_UNSPEC || info.ifi_index <= 0) return std::nullopt;
    LinkMessage link{.gone = message.type == RTM_DELLINK,
                     .index = static_cast<std::uint32_t>(info.ifi_index),
                     .flags = info.ifi_flags,
                     .name = {},
                     .operstate = {},
                     .address = {}};
    netlink::Attributes attributes(message.payload.subspan(NLMSG_ALIGN(sizeof info)));
    while (const auto attribute = attributes.next()) {
        if (attribute->type == IFLA_IFNAME)
            link.name = attribute->text();
        else if (attribute->type == IFLA_OPERSTATE)
            link.operstate = attribute->u8();
        else if (attribute->type == IFLA_ADDRESS)
            link.address = wifi::MacAddress::from_octets(attribute->value);
    }
    return link;
}

LinkFollower::LinkFollower(Devices& devices, const machine::Probe& machine)
    : devices_(&devices), machine_(&machine) {
    for (const Device& device : devices_in_sysfs(machine)) {
        known_[device.index] = {
            .name = device.interface, .phy = device.phy, .flags = {}, .operstate = {}, .address = {}};
        if (devices.find(device.index) == nullptr) devices.set(device);
    }
}

bool LinkFollower::is_wireless(const LinkMessage& message) {
    if (devices_->find(message.index) != nullptr) return true;
    if (!message.name) return false;
    const auto shown = device_in_sysfs(*machine_, *message.name);
    if (!shown || shown->index != message.index) return false;
    devices_->set(*shown);
    return true;
}

LinkFollower::News LinkFollower::forget(std::map<std::uint32_t, Known>::iterator known) {
    const auto [index, was] = *known;
    known_.erase(known);
    devices_->remove(index);
    return {.worth_keeping = true,
            .device = device_record("gone", index, was.name, was.phy, {}, fmt::format("{} is gone", was.name))};
}

LinkFollower::News LinkFollower::on(const LinkMessage& message) {
    auto known = known_.find(message.index);
    if (message.gone) return known == known_.end() ? News{} : forget(known);
    News news;
    if (known == known_.end()) {
        if (!message.name || !is_wireless(message)) return {};
        const Device* device = devices_->find(message.index);
        known =
            known_
                .emplace(
                    message.index,
                    Known{.name = *message.name, .phy = device->phy, .flags = {}, .operstate = {}, .address = {}})
                .first;
        devices_->rename(message.index, *message.name);
        news.device = device_record("appeared", message.index, *message.name, device->phy, {},
                                    fmt::format("{} appeared", *message.name));
        news.worth_keeping = true;
    } else if (message.name && *message.name != known->second.name) {
        const std::string before = std::exchange(known->second.name, *message.name);
        devices_->rename(message.index, *message.name);
        news.device = device_record("renamed", message.index, *message.name, known->second.phy, before,
                                    fmt::format("{} is now {}", before, *message.name));
        news.worth_keeping = true;
    }
    Known& now = known->second;
    const bool flags = update(now.flags, std::optional(message.flags & flags_that_matter));
    const bool operstate = update(now.operstate, message.operstate);
    const bool address = update(now.address, message.address);
    news.worth_keeping = news.worth_keeping || flags || operstate || address;
    devices_->carrier(message.index, (message.flags & IFF_LOWER_UP) != 0);
    if (address && devices_->find(message.index) != nullptr) {
        Device device = *devices_->find(message.index);
        if (device.address != message.address) {
            device.address = message.address;
            devices_->set(std::move(device));
        }
    }
    return news;
}

std::set<std::uint32_t> LinkFollower::known() const {
    std::set<std::uint32_t> indices;
    for (const auto& [index, known] : known_) indices.insert(index);
    return indices;
}

std::vector<runfile::Text> LinkFollower::on_all(const std::set<std::uint32_t>& asked,
                                                const std::set<std::uint32_t>& there) {
    std::vector<runfile::Text> gone;
    for (auto known = known_.begin(); known != known_.end();) {
        const auto next = std::next(known);
        if (asked.contains(known->first) && !there.contains(known->first)) gone.push_back(*forget(known).device);
        known = next;
    }
    return gone;
}

}  // namespace wlanmedic::capture
