// SPDX-License-Identifier: MIT
// Asks nl80211 for the statistics of the station that an interface is joined to. Takes RTNL in the kernel: may
// hang where a driver is dead.
#pragma once

#include <cstdint>
#include <optional>

#include "capture/counters.h"

struct nl_sock;

namespace wlanmedic::capture {

class StationSocket {
public:
    StationSocket() = default;
    StationSocket(const StationSocket&) = delete;
    StationSocket& operator=(const StationSocket&) = delete;
    ~StationSocket();

    /// Of the first station that the kernel names: a station has one. Nothing where there is none, or no nl80211.
    std::optional<CounterValues> ask(std::uint32_t index);

private:
    bool open();
    void close();

    nl_sock* socket_ = nullptr;
    int family_ = -1;
};

}  // namespace wlanmedic::capture
