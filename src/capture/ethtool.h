// SPDX-License-Identifier: MIT
// The statistics that `ethtool -S` prints. Takes RTNL in the kernel: may hang where a driver is dead.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "posix/descriptor.h"

namespace wlanmedic::capture {

class EthtoolStatistics {
public:
    /// By name; empty where the driver has none, or they cannot be had.
    std::map<std::string, std::uint64_t> read(const std::string& interface);

private:
    posix::Descriptor socket_;
    std::map<std::string, std::vector<std::string>> names_;  // by interface
};

}  // namespace wlanmedic::capture
