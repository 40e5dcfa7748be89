// SPDX-License-Identifier: MIT
// The clock that a run is stamped with: CLOCK_BOOTTIME, moved once to where CLOCK_REALTIME is at the beginning of
// a part. Setting the wall clock does not move it; it goes on through suspend.
#pragma once

#include <string>

#include "wifi/instant.h"

namespace wlanmedic::capture {

/// CLOCK_BOOTTIME.
wifi::Duration boottime_now();

/// What the three clocks read, as nearly at once as can be had.
struct ClockReading {
    wifi::Duration realtime{0};
    wifi::Duration boottime{0};
    wifi::Duration monotonic{0};

    static ClockReading now();
};

/// Which start of the machine this is, as journald writes it: 32 hexadecimal digits; empty where the kernel does
/// not say.
std::string boot_id();

class RunClock {
public:
    explicit RunClock(const ClockReading& at_begin) : offset_(at_begin.realtime - at_begin.boottime) {}

    wifi::Instant now() const;
    wifi::Instant at_boottime(wifi::Duration boottime) const { return wifi::Instant{boottime + offset_}; }
    wifi::Duration offset() const { return offset_; }

private:
    wifi::Duration offset_;
};

}  // namespace wlanmedic::capture
