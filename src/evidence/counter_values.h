// SPDX-License-Identifier: MIT
// Counters that a recorder tells as differences, as the values that they had.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wifi/event.h"

namespace wlanmedic::evidence {

class CounterValues {
public:
    /// `told`: "rx_packets=+12 tx_packets=3" (docs/run-file.md, WLANMEDIC_COUNTERS) of one interface. All values
    /// of the interface after it, those that did not change included. A counter of which only a difference was
    /// told counts from zero. What is no such word is left out, and so is what goes beyond the most that are
    /// followed: then `malformed` is set.
    std::vector<wifi::Counter> take(std::string_view interface, std::string_view told, bool& malformed);

    /// A record is missing: what did not change is not known.
    void forget() { interfaces_.clear(); }

    static constexpr std::size_t most_interfaces = 64;
    static constexpr std::size_t most_counters = 256;  ///< of one interface

private:
    std::map<std::string, std::map<std::string, std::int64_t, std::less<>>, std::less<>> interfaces_;
};

/// Of "station_signal=-61 station_tx_bitrate=7200" (docs/run-file.md, WLANMEDIC_MEASURED) the one of this name.
/// Nothing where it is not there, or is no number.
std::optional<std::int64_t> measured_in(std::string_view told, std::string_view name);

}  // namespace wlanmedic::evidence
