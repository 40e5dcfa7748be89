// SPDX-License-Identifier: MIT
// Frames as bytes, for tests.
#pragma once

#include <cstdint>
#include <ios>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "wifi/mac_address.h"

namespace wlanmedic::lab {

using Bytes = std::vector<std::uint8_t>;

/// "c0 00 3a 01": what follows the last byte that can be read is left out.
inline Bytes bytes(std::string_view hex) {
    Bytes result;
    std::istringstream in{std::string(hex)};
    in >> std::hex;
    for (unsigned byte = 0; in >> byte;) result.push_back(static_cast<std::uint8_t>(byte));
    return result;
}

inline wifi::MacAddress address(std::string_view text) { return wifi::MacAddress::parse(text).value(); }

inline constexpr std::string_view llc_eapol = "aa aa 03 00 00 00 88 8e";
inline constexpr std::string_view llc_ipv4 = "aa aa 03 00 00 00 08 00";

inline constexpr std::string_view broadcast = "ff ff ff ff ff ff";

/// Three addresses as bytes of a frame, and a body.
inline Bytes frame(std::string_view control, std::string_view to, std::string_view from, std::string_view third,
                   std::string_view body = "") {
    Bytes result = bytes(control);
    for (const std::string_view part :
         {std::string_view{"00 00"}, to, from, third, std::string_view{"00 00"}, body})
        for (const std::uint8_t byte : bytes(part)) result.push_back(byte);
    return result;
}

}  // namespace wlanmedic::lab
