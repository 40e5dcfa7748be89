// SPDX-License-Identifier: MIT
// Reads what may hang where a driver is dead: the station's statistics (RTNL), the driver's own counters (debugfs,
// ethtool). Used by one thread at a time.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "capture/counters.h"
#include "driver/catalog.h"

namespace wlanmedic::capture {

struct CounterTask {
    std::uint32_t index = 0;  ///< ifindex
    std::string interface;
    bool link_up = false;
    /// The device was alive a moment ago: counters that ask the firmware may be read. Never while the link is
    /// down.
    bool may_ask_firmware = false;
};

struct CounterReading {
    CounterValues values;
    std::string driver_trouble;  ///< the driver has counters, and none of them could be read: why
};

class CounterReader {
public:
    explicit CounterReader(const driver::Catalog& drivers);
    ~CounterReader();

    CounterReading read(const CounterTask& task);
    /// What is being read; from any thread.
    std::string doing() const;

private:
    struct Station;
    struct Ethtool;
    struct Driver;

    // Its own: a thread that has hung may outlive the catalog.
    struct Profile {
        std::string name;
        std::vector<std::string> modules;
        std::vector<driver::Counter> counters;
    };

    void say(std::string what);
    const Profile* profile_of(const std::string& module, const std::string& driver) const;
    Driver& driver_of(const CounterTask& task);
    void read_driver(const CounterTask& task, CounterReading& reading);

    std::vector<Profile> profiles_;
    mutable std::mutex mutex_;
    std::string doing_;
    std::unique_ptr<Station> station_;
    std::unique_ptr<Ethtool> ethtool_;
    std::map<std::uint32_t, std::unique_ptr<Driver>> known_;  // by index
};

}  // namespace wlanmedic::capture
