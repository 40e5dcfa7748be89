// SPDX-License-Identifier: MIT
// An event of wpa_supplicant's control interface ("CTRL-EVENT-…"), and the small words that its decoder shares
// with that of all other messages. Matter of evidence/supplicant_message alone.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <utility>

#include "evidence/supplicant_message.h"
#include "wifi/text_cursor.h"

namespace wlanmedic::evidence {

inline constexpr std::string_view supplicant = "wpa_supplicant";

inline SupplicantMessage own(Decoded decoded) { return {.decoded = std::move(decoded), .own = true}; }
inline SupplicantMessage shared(Decoded decoded) { return {.decoded = std::move(decoded), .own = false}; }

inline wifi::Duration seconds(std::int64_t count) {
    return std::chrono::seconds{std::clamp<std::int64_t>(count, 0, 1'000'000'000)};
}

/// From the name of the event on, without its "CTRL-EVENT-".
SupplicantMessage decode_control_event(wifi::TextCursor cursor);

}  // namespace wlanmedic::evidence
