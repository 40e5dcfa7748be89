// SPDX-License-Identifier: MIT
// The station's chip (lab/chips): its antenna, its modules, what its firmware is told to do, and its interface,
// which goes and comes again with each reset of the chip's bus and is given the station's name by what gives names
// there (udev; here this program).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "lab/guest/journal.h"
#include "lab/guest/loop.h"
#include "lab/guest/processes.h"
#include "lab/scenario/scenario.h"
#include "posix/descriptor.h"
#include "wifi/error.h"

namespace wlanmedic::lab {

class ChipHost {
public:
    /// `scenario` has a chip.
    ChipHost(Loop& loop, Processes& processes, Journal& journal, const Scenario& scenario);
    ~ChipHost();
    ChipHost(const ChipHost&) = delete;
    ChipHost& operator=(const ChipHost&) = delete;

    /// Makes the station's radio the antenna, loads the modules, waits for the interface.
    wifi::Result<void> begin();

    wifi::Result<void> act(const ChipFault& fault);
    wifi::Result<void> act(const HealChip& heal);
    wifi::Result<void> act(const ChipEvent& event);
    wifi::Result<void> act(const ChipBluetooth& bluetooth);
    /// The driver is taken from the chip and given back: the bus reset, by the lab's own hand.
    wifi::Result<void> reset();

    /// The guard's policy into the evidence, all else that guard and chip tell of themselves into the truth.
    void save();

private:
    wifi::Result<void> make_antenna();
    wifi::Result<void> load_modules();
    wifi::Result<void> tell(const std::string& file, const std::string& words);
    wifi::Result<std::string> device() const;
    std::optional<std::string> interface_of_chip() const;
    void name_interface();
    void watch_links();
    void watch_faults();

    Loop& loop_;
    Processes& processes_;
    Journal& journal_;
    const Scenario& scenario_;
    const Chip& chip_;
    std::string driver_;  ///< "vcw1200": module and platform driver
    posix::Descriptor links_;
    std::vector<ChipFault> faults_;  ///< in force, as far as is known here
};

}  // namespace wlanmedic::lab
