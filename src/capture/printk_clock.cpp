// SPDX-License-Identifier: MIT
#include "capture/printk_clock.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace wlanmedic::capture {
namespace {

constexpr std::int64_t most_drift = 1000;  // parts in a million, of NTP's slewing and a clock that runs by itself
constexpr std::chrono::milliseconds shortest_sleep{5};  // less is the time between two readings

// kernel/power/suspend.c, hibernate.c, process.c, kernel/cpu.c, kernel/time/timekeeping_debug.c,
// drivers/acpi/sleep.c
constexpr std::array<std::string_view, 12> of_waking{"Timekeeping suspended for",
                                                     "Enabling non-boot CPUs",
                                                     "Low-level resume complete",
                                                     "Waking up from system sleep state",
                                                     "resume from suspend-to-idle",
                                                     "resume of devices",
                                                     "resume devices took",
                                                     "Restarting tasks",
                                                     "OOM killer enabled",
                                                     "PM: suspend exit",
                                                     "PM: hibernation: Image restored",
                                                     "PM: hibernation: hibernation exit"};

bool tells_of_waking(std::string_view message) {
    return std::ranges::any_of(
        of_waking, [&](std::string_view words) { return message.find(words) != std::string_view::npos; });
}

}  // namespace

void PrintkClock::on_read(wifi::Duration newest, const ClockReading& read) {
    const wifi::Duration difference = read.monotonic - newest;
    slept_at_read_ = read.boottime - read.monotonic;
    if (ahead_) {
        const wifi::Duration drifted = (read.monotonic - last_read_) / 1'000'000 * most_drift;
        ahead_ = std::min(difference, *ahead_ + drifted);
    } else {
        ahead_ = difference;
        slept_ = slept_at_read_;
    }
    last_read_ = read.monotonic;
}

wifi::Duration PrintkClock::at(wifi::Duration stamp, std::string_view message) {
    if (slept_at_read_ < slept_ + shortest_sleep || tells_of_waking(message)) slept_ = slept_at_read_;
    return stamp + ahead_.value_or(wifi::Duration{0}) + slept_;
}

}  // namespace wlanmedic::capture
