// SPDX-License-Identifier: MIT
// The gateway of an interface, and its address on the link, in the kernel's tables. Read from /proc: these are
// never held up by who holds RTNL, as a dead driver may.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "wifi/mac_address.h"

namespace wlanmedic::capture {

/// IPv4, in network byte order.
struct Ipv4 {
    std::uint32_t value = 0;
    bool operator==(const Ipv4&) const = default;
    std::string to_string() const;
};

/// The default route of least metric out of the interface, in the text of /proc/net/route.
std::optional<Ipv4> default_gateway(std::string_view route, std::string_view interface);

/// The neighbour's address where ARP has resolved it, in the text of /proc/net/arp.
std::optional<wifi::MacAddress> resolved_neighbour(std::string_view arp, Ipv4 address, std::string_view interface);

}  // namespace wlanmedic::capture
