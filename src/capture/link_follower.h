// SPDX-License-Identifier: MIT
// What rtnetlink tells of wireless interfaces, and which of it is news.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "capture/devices.h"
#include "machine/probe.h"
#include "netlink/message.h"
#include "runfile/record.h"

namespace wlanmedic::capture {

/// RTM_NEWLINK or RTM_DELLINK (include/uapi/linux/if_link.h); what the message leaves out stays empty.
struct LinkMessage {
    bool gone = false;
    std::uint32_t index = 0;
    std::uint32_t flags = 0;  ///< IFF_…
    std::optional<std::string> name;
    std::optional<std::uint8_t> operstate;
    std::optional<wifi::MacAddress> address;

    /// Nothing for other messages, and for those of a bridge about its ports (ifi_family AF_BRIDGE).
    static std::optional<LinkMessage> of(const netlink::Message& message);
};

class LinkFollower {
public:
    /// Takes those that sysfs shows now for known.
    LinkFollower(Devices& devices, const machine::Probe& machine);

    struct News {
        bool worth_keeping = false;           ///< the message itself
        std::optional<runfile::Text> device;  ///< appeared, renamed, gone: a `device` record
    };
    /// Wireless are those that Devices or sysfs know as such; of others nothing is news. Worth keeping: new, gone,
    /// another name, address, operstate, IFF_UP or IFF_LOWER_UP. The many messages that only count bytes are not.
    News on(const LinkMessage& message);
    bool knows(std::uint32_t index) const { return known_.contains(index); }
    std::set<std::uint32_t> known() const;
    /// `there`: all interfaces that there are; those of `asked` that are not among them are gone. `asked`: known()
    /// when the kernel was asked, as others may have appeared since.
    std::vector<runfile::Text> on_all(const std::set<std::uint32_t>& asked, const std::set<std::uint32_t>& there);

private:
    struct Known {
        std::string name;
        std::string phy;
        std::optional<std::uint32_t> flags;  // of those that matter
        std::optional<std::uint8_t> operstate;
        std::optional<wifi::MacAddress> address;
    };
    News forget(std::map<std::uint32_t, Known>::iterator known);
    bool is_wireless(const LinkMessage& message);

    Devices* devices_;
    const machine::Probe* machine_;
    std::map<std::uint32_t, Known> known_;
};

}  // namespace wlanmedic::capture
