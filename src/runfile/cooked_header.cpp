// SPDX-License-Identifier: MIT
#include "runfile/cooked_header.h"

#include "runfile/byte_order.h"

namespace wlanmedic::runfile {
namespace {

constexpr std::uint16_t arphrd_netlink = 824;  // include/uapi/linux/if_arp.h

void append_big(std::string& bytes, std::uint16_t number) {
    bytes += static_cast<char>(number >> 8U);
    bytes += static_cast<char>(number & 0xFFU);
}

Way way_of(std::uint16_t packet_type) {
    switch (packet_type) {
        case static_cast<std::uint16_t>(Way::from_kernel): return Way::from_kernel;
        case static_cast<std::uint16_t>(Way::to_kernel): return Way::to_kernel;
        default: return Way::other;
    }
}

}  // namespace

void append_cooked_header(std::string& bytes, const NetlinkFrame& frame) {
    append_big(bytes, static_cast<std::uint16_t>(frame.way));
    append_big(bytes, arphrd_netlink);
    bytes.append(10, '\0');  // the address: length and 8 bytes, of which netlink has none
    append_big(bytes, static_cast<std::uint16_t>(frame.family));
}

std::optional<NetlinkFrame> parse_cooked(std::string_view packet) {
    if (packet.size() < cooked_header_size) return std::nullopt;
    const auto number = [&](std::size_t at) { return load<std::uint16_t>(packet, at, std::endian::big); };
    if (number(2) != arphrd_netlink) return std::nullopt;
    const std::uint16_t family = number(14);
    if (family != static_cast<std::uint16_t>(Family::route) &&
        family != static_cast<std::uint16_t>(Family::generic))
        return std::nullopt;
    const std::string_view messages = packet.substr(cooked_header_size);
    return NetlinkFrame{.family = static_cast<Family>(family),
                        .way = way_of(number(0)),
                        .bytes = {messages.begin(), messages.end()}};
}

}  // namespace wlanmedic::runfile
