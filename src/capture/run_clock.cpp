// SPDX-License-Identifier: MIT
#include "capture/run_clock.h"

#include <ctime>
#include <fstream>

namespace wlanmedic::capture {
namespace {

constexpr int most_tries = 8;
constexpr wifi::Duration near_enough = std::chrono::microseconds{5};

wifi::Duration read(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return std::chrono::seconds{time.tv_sec} + wifi::Duration{time.tv_nsec};
}

}  // namespace

wifi::Duration boottime_now() { return read(CLOCK_BOOTTIME); }

// Who is interrupted between two clocks would see one of them run ahead: the narrowest of several tries counts.
ClockReading ClockReading::now() {
    ClockReading best;
    wifi::Duration narrowest = wifi::Duration::max();
    for (int i = 0; i < most_tries && narrowest > near_enough; ++i) {
        const wifi::Duration before = read(CLOCK_MONOTONIC);
        const wifi::Duration realtime = read(CLOCK_REALTIME);
        const wifi::Duration boottime = read(CLOCK_BOOTTIME);
        const wifi::Duration width = read(CLOCK_MONOTONIC) - before;
        if (width >= narrowest) continue;
        narrowest = width;
        best = {.realtime = realtime, .boottime = boottime, .monotonic = before + width / 2};
    }
    return best;
}

std::string boot_id() {
    std::ifstream file("/proc/sys/kernel/random/boot_id");
    std::string id;
    std::getline(file, id);
    std::erase(id, '-');
    return id;
}

wifi::Instant RunClock::now() const { return at_boottime(boottime_now()); }

}  // namespace wlanmedic::capture
