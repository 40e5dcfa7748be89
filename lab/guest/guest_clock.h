// SPDX-License-Identifier: MIT
// The guest's two clocks.
#pragma once

#include <ctime>

#include "wifi/instant.h"

namespace wlanmedic::lab {

inline wifi::Duration read_clock(clockid_t clock) {
    timespec now{};
    ::clock_gettime(clock, &now);
    return std::chrono::seconds{now.tv_sec} + std::chrono::nanoseconds{now.tv_nsec};
}

/// Since boot, time asleep included: what steps and timers are reckoned by.
inline wifi::Duration since_boot() { return read_clock(CLOCK_BOOTTIME); }

/// What a user of the guest would read on the wall.
inline wifi::Instant wall_clock() { return wifi::Instant{read_clock(CLOCK_REALTIME)}; }

}  // namespace wlanmedic::lab
