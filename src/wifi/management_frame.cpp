// SPDX-License-Identifier: MIT
#include "wifi/management_frame.h"

namespace wlanmedic::wifi {
namespace {

constexpr std::size_t header_size = 24;
constexpr std::uint8_t element_timeout_interval = 56;
constexpr std::uint8_t interval_type_assoc_comeback = 3;

std::uint16_t u16_at(std::span<const std::uint8_t> bytes, std::size_t at) {
    return static_cast<std::uint16_t>(bytes[at] | bytes[at + 1] << 8);
}

std::optional<std::uint32_t> comeback_in(std::span<const std::uint8_t> elements) {
    while (elements.size() >= 2) {
        const std::uint8_t id = elements[0];
        const std::size_t size = elements[1];
        if (elements.size() < 2 + size) return std::nullopt;
        const auto body = elements.subspan(2, size);
        if (id == element_timeout_interval && size == 5 && body[0] == interval_type_assoc_comeback)
            return static_cast<std::uint32_t>(body[1]) | static_cast<std::uint32_t>(body[2]) << 8 |
                   static_cast<std::uint32_t>(body[3]) << 16 | static_cast<std::uint32_t>(body[4]) << 24;
        elements = elements.subspan(2 + size);
    }
    return std::nullopt;
}

}  // namespace

std::optional<ManagementFrame> decode_management_frame(std::span<const std::uint8_t> bytes) {
    if (bytes.size() < header_size) return std::nullopt;
    const bool is_management = (bytes[0] & 0x0c) == 0;
    if (!is_management) return std::nullopt;
    using Subtype = ManagementFrame::Subtype;
    ManagementFrame frame;
    frame.destination = *MacAddress::from_octets(bytes.subspan(4, 6));
    frame.source = *MacAddress::from_octets(bytes.subspan(10, 6));
    frame.bssid = *MacAddress::from_octets(bytes.subspan(16, 6));
    frame.is_protected = (bytes[1] & 0x40) != 0;
    const auto body = bytes.subspan(header_size);
    switch (static_cast<Subtype>(bytes[0] >> 4)) {
        case Subtype::assoc_request: frame.subtype = Subtype::assoc_request; break;
        case Subtype::reassoc_request: frame.subtype = Subtype::reassoc_request; break;
        case Subtype::assoc_response:
        case Subtype::reassoc_response:
            frame.subtype = static_cast<Subtype>(bytes[0] >> 4);
            if (frame.is_protected || body.size() < 6) break;
            frame.status = u16_at(body, 2);
            frame.comeback_tu = comeback_in(body.subspan(6));
            break;
        case Subtype::authentication:
            frame.subtype = Subtype::authentication;
            if (!frame.is_protected && body.size() >= 6) frame.status = u16_at(body, 4);
            break;
        case Subtype::disassociation:
        case Subtype::deauthentication:
            frame.subtype = static_cast<Subtype>(bytes[0] >> 4);
            if (!frame.is_protected && body.size() >= 2) frame.reason = u16_at(body, 0);
            break;
        case Subtype::other: break;
    }
    return frame;
}

}  // namespace wlanmedic::wifi
