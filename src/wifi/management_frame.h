// SPDX-License-Identifier: MIT
// What a management frame says, from its bytes: IEEE 802.11-2020, 9.3.3.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "wifi/mac_address.h"

namespace wlanmedic::wifi {

struct ManagementFrame {
    enum class Subtype : std::uint8_t {
        assoc_request = 0,
        assoc_response = 1,
        reassoc_request = 2,
        reassoc_response = 3,
        disassociation = 10,
        authentication = 11,
        deauthentication = 12,
        other = 255,
    };
    Subtype subtype = Subtype::other;
    MacAddress destination;                    ///< address 1
    MacAddress source;                         ///< address 2
    MacAddress bssid;                          ///< address 3
    bool is_protected = false;                 ///< the body is encrypted: none of what follows can be read
    std::optional<std::uint16_t> reason;       ///< deauthentication, disassociation
    std::optional<std::uint16_t> status;       ///< authentication, (re)association response
    std::optional<std::uint32_t> comeback_tu;  ///< Timeout Interval element (56), type 3, units of 1,024 us
};

/// Nothing where the bytes are fewer than a management header (24) or of another frame type.
std::optional<ManagementFrame> decode_management_frame(std::span<const std::uint8_t> bytes);

}  // namespace wlanmedic::wifi
