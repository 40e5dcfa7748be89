// SPDX-License-Identifier: MIT
// Which clock a line was stamped by, and what the stamp says.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "wifi/instant.h"

namespace wlanmedic::evidence {

/// In falling order of worth as a reference for the others.
enum class Clock : std::uint8_t {
    epoch,     ///< wall time with a known offset from UTC
    local,     ///< wall time whose zone the line does not state; read as if it were UTC
    boot,      ///< seconds since boot (printk: CLOCK_BOOTTIME or local_clock, stops in suspend on most kernels)
    trace,     ///< ftrace's clock: local, global, mono, boot or another, which the trace does not tell
    relative,  ///< time since the line before (iw event -r); zero is the first line
    none,      ///< no time at all: only the order is known
};

std::string_view name_of(Clock clock);

struct Stamp {
    Clock clock = Clock::none;
    wifi::Instant instant;               ///< on that clock: its own zero stands at 1970-01-01T00:00:00Z
    wifi::Duration resolution{0};        ///< the true time lies in [instant, instant + resolution)
    bool year_missing = false;           ///< `instant` was made with the year that the reader assumed
    std::optional<wifi::Duration> boot;  ///< printk's own stamp where the line has both
};

}  // namespace wlanmedic::evidence
