// SPDX-License-Identifier: MIT
// Points in time as people write them on a command line, after systemd.time(7).
#pragma once

#include <string_view>

#include "wifi/error.h"
#include "wifi/instant.h"

namespace wlanmedic::evidence {

struct PointInTime {
    /// Wall time; or, where `since_boot`, on the clock of evidence that has no other: its zero stands at
    /// 1970-01-01.
    wifi::Instant instant;
    bool since_boot = false;
};

/// "2026-05-07 02:40:00" (also with 'T', without seconds, with a fraction), "2026-05-07", "02:40" (of today), each
/// also with "Z", "UTC", "+02:00" behind it and a weekday before it; without a zone as UTC, as wall times of
/// evidence are read. "now", "today", "yesterday", "tomorrow". "@1778114445" (seconds since the epoch). "-1h
/// 30min", "2 hours ago": before `now`. "100", "100.5", "+120", "+2min": since boot, as dmesg prints it. Errors
/// have an example as their hint. Years 1970 to 2199.
wifi::Result<PointInTime> parse_time(std::string_view text, wifi::Instant now);

}  // namespace wlanmedic::evidence
