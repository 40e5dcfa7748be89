// SPDX-License-Identifier: MIT
#include "redact/frame_places.h"

namespace wlanmedic::redact {
namespace {

constexpr std::size_t header = 24;

// The first SSID element from `from` on. A list that breaks off still has the elements before.
std::optional<Place> ssid_from(std::span<const std::uint8_t> bytes, std::size_t from, bool& whole) {
    std::optional<Place> ssid;
    std::size_t at = from;
    while (at + 2 <= bytes.size() && at + 2 + bytes[at + 1] <= bytes.size()) {
        const std::size_t length = bytes[at + 1];
        if (bytes[at] == 0 && length > 0 && length <= 32 && !ssid) ssid = Place{.first = at + 2, .count = length};
        at += 2 + length;
    }
    whole = at == bytes.size();
    return ssid;
}

}  // namespace

std::optional<FramePlaces> places_in_frame(std::span<const std::uint8_t> frame) {
    if (frame.size() < header || (frame[0] & 0x0fU) != 0) return std::nullopt;
    FramePlaces places{.addresses = {4, 10, 16}, .ssid = {}, .rest = header};
    if ((frame[1] & 0x40U) != 0) return places;  // protected
    std::size_t elements = 0;
    switch (frame[0] >> 4U) {
        case 0: elements = 4; break;  // association request
        case 2:                       // reassociation request
            if (frame.size() >= header + 10) places.addresses.push_back(header + 4);
            elements = 10;
            break;
        case 4: elements = 0; break;  // probe request
        case 5:                       // probe response, beacon
        case 8: elements = 12; break;
        case 1:  // association and reassociation response
        case 3:
        case 11: places.rest = header + 6; return places;  // authentication
        case 10:                                           // disassociation, deauthentication
        case 12: places.rest = header + 2; return places;
        default: return places;
    }
    places.rest = header + elements;
    if (frame.size() < places.rest) return places;
    bool whole = false;
    places.ssid = ssid_from(frame, places.rest, whole);
    return places;
}

std::optional<FramePlaces> places_in_elements(std::span<const std::uint8_t> bytes) {
    bool whole = false;
    FramePlaces places{.addresses = {}, .ssid = ssid_from(bytes, 0, whole), .rest = 0};
    if (!whole || bytes.empty()) return std::nullopt;
    return places;
}

}  // namespace wlanmedic::redact
