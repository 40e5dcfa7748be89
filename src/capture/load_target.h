// SPDX-License-Identifier: MIT
// Where a load goes, and how much of it: what --to and --load say.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "wifi/error.h"

namespace wlanmedic::capture {

/// Of `wlanmedic sink`; no service is known under it.
inline constexpr std::uint16_t sink_port = 5330;

struct LoadTarget {
    std::string host;  ///< name or address, without brackets
    std::uint16_t port = sink_port;

    std::string to_string() const;  ///< "192.0.2.7:5330", "[2001:db8::7]:5330"
};

/// "nas", "nas:6000", "192.0.2.7", "2001:db8::7", "[2001:db8::7]:6000".
wifi::Result<LoadTarget> parse_load_target(std::string_view text);

inline constexpr std::uint64_t least_rate = 1'000;             ///< bytes per second
inline constexpr std::uint64_t greatest_rate = 1'000'000'000;  ///< 8 Gbit/s

/// "1MB/s", "500kB/s", "1.5MiB/s", "8Mbit/s": bytes per second, from `least_rate` to `greatest_rate`. Units as
/// they are written: kB is 1000 bytes, KiB 1024, Mbit a million bits.
wifi::Result<std::uint64_t> parse_rate(std::string_view text);

}  // namespace wlanmedic::capture
