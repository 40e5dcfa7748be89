// SPDX-License-Identifier: MIT
// What the clocks tell of suspend and of who sets them. CLOCK_BOOTTIME goes on through suspend, CLOCK_MONOTONIC
// does not: what the one gains on the other was slept. Neither is moved by who sets the wall clock.
#pragma once

#include <deque>
#include <optional>

#include "capture/run_clock.h"

namespace wlanmedic::capture {

struct ClockChange {
    wifi::Duration slept{0};  ///< since the look before; 0 where the machine did not suspend
    wifi::Duration set{0};    ///< the wall clock was moved by so much (back: negative) beside what was slept
};

class ClockWatch {
public:
    /// Less is how far apart the clocks were read.
    static constexpr wifi::Duration least_sleep = std::chrono::milliseconds{10};
    static constexpr wifi::Duration least_set = std::chrono::milliseconds{1};

    explicit ClockWatch(const ClockReading& begin);
    /// Small moves are not told one by one, but once they add up to `least_set`.
    ClockChange look(const ClockReading& now);

private:
    wifi::Duration asleep_;  // CLOCK_BOOTTIME − CLOCK_MONOTONIC
    wifi::Duration ahead_;   // CLOCK_REALTIME − CLOCK_BOOTTIME
};

/// Brings stamps of CLOCK_MONOTONIC onto CLOCK_BOOTTIME, also those from before the last suspend.
class SleepHistory {
public:
    explicit SleepHistory(const ClockReading& begin);
    void look(const ClockReading& now);

    /// `realtime`: what the wall clock read at the same moment; it decides between two places where a stamp falls
    /// into the span in which the machine suspended.
    wifi::Duration boottime_of(wifi::Duration monotonic, std::optional<wifi::Duration> realtime = {}) const;

    static constexpr std::size_t most_kept = 64;  ///< suspends; of older ones the stamps come out too late

private:
    struct Span {
        wifi::Duration seen_first;  // CLOCK_MONOTONIC
        wifi::Duration seen_last;
        wifi::Duration asleep;
        wifi::Duration ahead;
    };
    std::deque<Span> spans_;
};

}  // namespace wlanmedic::capture
