// SPDX-License-Identifier: MIT
// printk's stamps on CLOCK_BOOTTIME. printk stamps by local_clock (kernel/printk/printk.c): seconds since boot
// that drift against CLOCK_MONOTONIC by parts in a million, and stand still in suspend as it does.
#pragma once

#include <optional>
#include <string_view>

#include "capture/run_clock.h"
#include "wifi/instant.h"

namespace wlanmedic::capture {

class PrintkClock {
public:
    /// Lines were read together, the newest of them with this stamp; the clocks read so behind it. A line was
    /// never printed after it was read, and most are read at once: the smallest difference of late is the clocks'
    /// own.
    void on_read(wifi::Duration newest, const ClockReading& read);
    /// When a line of these was printed, on CLOCK_BOOTTIME; in their order. Lines read together after a suspend
    /// are of before it up to the first that only a machine that wakes prints.
    wifi::Duration at(wifi::Duration stamp, std::string_view message);

private:
    std::optional<wifi::Duration> ahead_;  // CLOCK_MONOTONIC before printk's clock
    wifi::Duration last_read_{0};          // CLOCK_MONOTONIC
    wifi::Duration slept_{0};              // until the line before
    wifi::Duration slept_at_read_{0};
};

}  // namespace wlanmedic::capture
