// SPDX-License-Identifier: MIT
#include "wifi/mac_address.h"

#include <fmt/format.h>

#include <algorithm>

namespace wlanmedic::wifi {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

}  // namespace

std::optional<MacAddress> MacAddress::parse(std::string_view text) {
    if (text.size() != 17) return std::nullopt;
    MacAddress address;
    for (std::size_t i = 0; i < 6; ++i) {
        if (i > 0 && text[3 * i - 1] != ':') return std::nullopt;
        const std::string_view octet = text.substr(3 * i, 2);
        if (octet == "xx" || octet == "XX" || octet == "**") {
            address.unknown_ |= static_cast<std::uint8_t>(1U << i);
            continue;
        }
        const int high = hex_digit(octet[0]);
        const int low = hex_digit(octet[1]);
        if (high < 0 || low < 0) return std::nullopt;
        address.octets_[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return address;
}

std::optional<MacAddress> MacAddress::from_octets(std::span<const std::uint8_t> octets) {
    if (octets.size() != 6) return std::nullopt;
    MacAddress address;
    std::ranges::copy(octets, address.octets_.begin());
    return address;
}

std::string MacAddress::to_string() const {
    std::string text;
    text.reserve(17);
    for (std::size_t i = 0; i < 6; ++i) {
        if (i > 0) text += ':';
        if (unknown_ >> i & 1U)
            text += "xx";
        else
            fmt::format_to(std::back_inserter(text), "{:02x}", octets_[i]);
    }
    return text;
}

std::optional<std::array<std::uint8_t, 6>> MacAddress::octets() const {
    if (unknown_ != 0) return std::nullopt;
    return octets_;
}

bool MacAddress::is_broadcast() const {
    return unknown_ == 0 && std::ranges::all_of(octets_, [](std::uint8_t octet) { return octet == 0xff; });
}

bool MacAddress::is_zero() const {
    return unknown_ == 0 && std::ranges::all_of(octets_, [](std::uint8_t octet) { return octet == 0; });
}

}  // namespace wlanmedic::wifi
