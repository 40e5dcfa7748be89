// SPDX-License-Identifier: MIT
// Puts the guest's parts together for one scenario, and takes them down again.
#pragma once

#include <memory>
#include <optional>

#include "lab/guest/access_points.h"
#include "lab/guest/air_monitor.h"
#include "lab/guest/chip.h"
#include "lab/guest/journal.h"
#include "lab/guest/kernel_log.h"
#include "lab/guest/loop.h"
#include "lab/guest/medium_host.h"
#include "lab/guest/player.h"
#include "lab/guest/processes.h"
#include "lab/guest/recording.h"
#include "lab/guest/station.h"
#include "lab/guest/tracing.h"
#include "lab/guest/traffic.h"

namespace wlanmedic::lab {

class Director {
public:
    Director(Journal& journal, Scenario scenario, std::uint64_t seed);

    /// Boots the radios, plays, collects, sends. With a shell, an interactive one runs on the console instead of
    /// the steps.
    void run(bool shell);

private:
    wifi::Result<void> set_up();
    wifi::Result<void> act(const Action& action);
    wifi::Result<void> treat(Treatment treatment);
    wifi::Result<void> run_command(const RunCommand& run);
    void hear(std::string_view source, std::string_view line);
    void tell_who_is_there();
    void finish();

    Journal& journal_;
    Scenario scenario_;
    std::uint64_t seed_;
    Loop loop_;
    Processes processes_;
    AccessPoints access_points_;
    StationHost station_;
    MediumHost medium_;
    TrafficSource traffic_;
    Recording recording_;
    Player player_;
    std::unique_ptr<AirMonitor> air_;
    std::optional<ChipHost> chip_;
    std::optional<DriverWatch> driver_watch_;
    std::optional<KernelLog> kernel_log_;
    pid_t iw_ = -1;
};

}  // namespace wlanmedic::lab
