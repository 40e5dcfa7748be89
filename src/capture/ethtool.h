// SPDX-License-Identifier: MIT
// The statistics that `ethtool -S` prints. Takes RTNL in the kernel: may hang where a driver is dead.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace wlanmedic::capture {

class EthtoolStatistics {
public:
    EthtoolStatistics() = default;
    EthtoolStatistics(const EthtoolStatistics&) = delete;
    EthtoolStatistics& operator=(const EthtoolStatistics&) = delete;
    ~EthtoolStatistics();

    /// By name; empty where the driver has none, or they cannot be had.
    std::map<std::string, std::uint64_t> read(const std::string& interface);

private:
    int socket_ = -1;
    std::map<std::string, std::vector<std::string>> names_;  // by interface
};

}  // namespace wlanmedic::capture
