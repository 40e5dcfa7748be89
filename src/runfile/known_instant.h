// SPDX-License-Identifier: MIT
// Times as files tell them, kept within what wlanmedic counts with: 1970 to the end of 2199.
#pragma once

#include <algorithm>
#include <cstdint>

#include "wifi/instant.h"

namespace wlanmedic::runfile {

inline constexpr std::int64_t latest_nanoseconds =
    7'258'118'400'000'000'000 - 1;  ///< 2200-01-01T00:00:00Z, before

/// `count` units of `unit` nanoseconds since the epoch; the latest instant where it is later.
constexpr wifi::Instant known_instant(std::uint64_t count, std::uint64_t unit) {
    constexpr auto latest = static_cast<std::uint64_t>(latest_nanoseconds);
    const std::uint64_t nanoseconds = count > latest / unit ? latest : count * unit;
    return wifi::Instant{wifi::Duration{static_cast<std::int64_t>(nanoseconds)}};
}

/// What can be written: the epoch where it is earlier.
constexpr std::uint64_t known_nanoseconds(wifi::Instant instant) {
    const std::int64_t count = instant.time_since_epoch().count();
    return static_cast<std::uint64_t>(std::clamp(count, std::int64_t{0}, latest_nanoseconds));
}

}  // namespace wlanmedic::runfile
