// SPDX-License-Identifier: MIT
// The time unit of IEEE 802.11-2020, 3.1: 1,024 microseconds.
#pragma once

#include <cstdint>

#include "wifi/instant.h"

namespace wlanmedic::wifi {

/// Fits whatever 32 bits say: at most 51 days.
constexpr Duration time_units(std::uint32_t tu) {
    return std::chrono::microseconds{1024} * static_cast<std::int64_t>(tu);
}

}  // namespace wlanmedic::wifi
