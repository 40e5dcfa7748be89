// SPDX-License-Identifier: MIT
// What a gateway is asked: ICMP echo (RFC 792) and ARP (RFC 826), and whether what came is its answer.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "capture/gateway_tables.h"

namespace wlanmedic::capture {

struct Echo {
    std::uint16_t id = 0;
    std::uint16_t number = 0;
    std::uint64_t token = 0;  ///< comes back with the answer: no answer to another's question is taken
    bool operator==(const Echo&) const = default;
};

std::vector<std::uint8_t> echo_request(const Echo& echo);
/// `with_header`: raw sockets give the IPv4 header too. Nothing for anything but an echo reply of this size.
std::optional<Echo> echo_reply_in(std::span<const std::uint8_t> bytes, bool with_header);

using MacOctets = std::array<std::uint8_t, 6>;
inline constexpr std::size_t arp_size = 28;
/// Behind the Ethernet header.
std::array<std::uint8_t, arp_size> arp_request(const MacOctets& own, Ipv4 own_address, const MacOctets& target,
                                               Ipv4 target_address);
/// Whether it is an answer of `from` to `to`.
bool is_arp_reply(std::span<const std::uint8_t> bytes, Ipv4 from, Ipv4 to);

}  // namespace wlanmedic::capture
