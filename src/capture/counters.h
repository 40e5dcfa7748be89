// SPDX-License-Identifier: MIT
// Numbers that tell whether a link lives, and what became of them between two looks: the record `counters`.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "runfile/record.h"

namespace wlanmedic::capture {

struct CounterValues {
    std::map<std::string, std::uint64_t> counted;  ///< "rx_packets", "station_tx_failed", "driver_rxed"
    std::map<std::string, std::int64_t> measured;  ///< "station_signal": dBm; not sums, so no differences
    std::string station;                           ///< address of the access point that station_… are of

    void add(const CounterValues& others);
};

/// Of the interface in the text of /proc/net/dev: rx_bytes, rx_packets, rx_errors, rx_dropped, tx_…; those that
/// Wi-Fi never counts (fifo, colls, …) only where they are not 0. Nothing where the interface is not in it.
std::optional<CounterValues> interface_counters(std::string_view proc_net_dev, std::string_view interface);

/// The sum; the greatest that can be where it would be more.
std::uint64_t added(std::uint64_t a, std::uint64_t b);

/// `before`: null for the first of a part, then `over` is 0. A counter that `before` has not, that went back, or
/// that is another station's now is told as it is.
runfile::Text counters_record(const std::string& interface, const CounterValues* before, const CounterValues& now,
                              wifi::Duration over);

}  // namespace wlanmedic::capture
