// SPDX-License-Identifier: MIT
// What the station sends without being asked by anybody in the air: pings of the gateway, or a stream to it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "lab/guest/journal.h"
#include "lab/guest/loop.h"
#include "lab/guest/processes.h"
#include "lab/scenario/scenario.h"
#include "posix/descriptor.h"

namespace wlanmedic::lab {

class TrafficSource {
public:
    TrafficSource(Loop& loop, Processes& processes, Journal& journal)
        : loop_(loop), processes_(processes), journal_(journal) {}
    ~TrafficSource();
    TrafficSource(const TrafficSource&) = delete;
    TrafficSource& operator=(const TrafficSource&) = delete;

    /// `gateways`: network namespaces of the access points, in each of which a sink takes a stream.
    wifi::Result<void> start(const Traffic& traffic, const std::vector<int>& gateways);
    void stop();

private:
    void end_streams();
    void ping(wifi::Duration interval);
    void hear_answers();

    Loop& loop_;
    Processes& processes_;
    Journal& journal_;
    posix::Descriptor pings_;
    std::map<wifi::Duration, Loop::Timer> timers_;  // of each interval the next ping
    std::vector<pid_t> streams_;
    std::uint64_t bytes_before_ = 0;  // what the interface had sent when the stream began
    std::uint16_t sent_ = 0;
    std::uint64_t answered_ = 0;
};

}  // namespace wlanmedic::lab
