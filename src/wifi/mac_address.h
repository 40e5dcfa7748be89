// SPDX-License-Identifier: MIT
// 48-bit addresses, as the kernel's %pM and iw print them, also where somebody has blanked octets out.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace wlanmedic::wifi {

/// A MAC address. People blank octets out before they publish a log ("60:38:e0:xx:xx:xx"); such an octet is
/// unknown, prints as "xx", and is equal only to an unknown octet at the same place.
class MacAddress {
public:
    MacAddress() = default;

    /// Six octets of two hexadecimal digits, or "xx", "XX", "**" for one blanked out, joined by ':'.
    /// Nothing for any other text.
    static std::optional<MacAddress> parse(std::string_view text);

    /// Nothing unless six octets are given.
    static std::optional<MacAddress> from_octets(std::span<const std::uint8_t> octets);

    std::string to_string() const;
    /// In their order; nothing where one was blanked out.
    std::optional<std::array<std::uint8_t, 6>> octets() const;

    bool is_broadcast() const;
    /// 00:00:00:00:00:00, which mac80211 prints for a link that it has already torn down.
    bool is_zero() const;

    auto operator<=>(const MacAddress&) const = default;

private:
    std::array<std::uint8_t, 6> octets_{};
    std::uint8_t unknown_ = 0;  // bit i: octet i was blanked out
};

}  // namespace wlanmedic::wifi
