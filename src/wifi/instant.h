// SPDX-License-Identifier: MIT
// Points in time and spans between them, as every part of wlanmedic counts them.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace wlanmedic::wifi {

/// Nanoseconds. Differences of Instants may be negative.
using Duration = std::chrono::nanoseconds;

/// Nanoseconds since the Unix epoch, UTC, leap seconds not counted (as the kernel's CLOCK_REALTIME).
/// Range: the years 1677 to 2262; readers accept only 1970 to 2199.
/// Evidence whose clock could not be brought onto the epoch keeps its own zero at 1970-01-01T00:00:00Z.
using Instant = std::chrono::sys_time<Duration>;

/// "2026-05-07T02:40:45.000000Z": RFC 3339, UTC, always with microseconds.
std::string to_rfc3339(Instant instant);

/// `instant` moved by `by`, and kept within 1938 to 2200, so that no difference of two such instants overflows.
/// Sums of what evidence says go through here: evidence may say anything.
Instant shifted(Instant instant, Duration by);

/// Seconds with a fraction; exact to a nanosecond within 100 days.
double to_seconds(Duration duration);

/// A civil date and time of day without a zone. Fields are not checked until to_instant is asked.
struct CivilTime {
    int year = 0;                 ///< 1970 to 2199
    int month = 0;                ///< 1 to 12
    int day = 0;                  ///< 1 to 31, as the month has
    int hour = 0;                 ///< 0 to 23
    int minute = 0;               ///< 0 to 59
    int second = 0;               ///< 0 to 60: a leap second counts as the next second
    std::int64_t nanosecond = 0;  ///< 0 to 999,999,999

    /// The instant that reads so on a UTC clock; nothing where a field is out of range.
    std::optional<Instant> to_instant() const;

    /// What a UTC clock reads at this instant.
    static CivilTime of(Instant instant);
};

/// 1 to 12 for "Jan" to "Dec" (exactly so), else 0.
int month_from_name(std::string_view name);

}  // namespace wlanmedic::wifi
