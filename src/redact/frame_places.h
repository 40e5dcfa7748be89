// SPDX-License-Identifier: MIT
// Where addresses and the network's name stand within a management frame or a list of elements.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace wlanmedic::redact {

struct Place {
    std::size_t first = 0;
    std::size_t count = 0;
};

struct FramePlaces {
    std::vector<std::size_t> addresses;  ///< where six octets begin
    std::optional<Place> ssid;
    std::size_t rest = 0;  ///< from here on anything may stand; what is before is fixed fields
};

/// Of an unencrypted or encrypted management frame; nothing where the bytes are none.
std::optional<FramePlaces> places_in_frame(std::span<const std::uint8_t> frame);

/// Of elements (9.4.2.1) that fill the bytes to their end, the first of them an SSID or not; nothing where they do
/// not.
std::optional<FramePlaces> places_in_elements(std::span<const std::uint8_t> bytes);

}  // namespace wlanmedic::redact
