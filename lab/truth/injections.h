// SPDX-License-Identifier: MIT
// injected.jsonl, which the guest writes as it acts: one JSON object a line (docs/lab-truth.md has the keys).
#pragma once

#include <iosfwd>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "lab/truth/truth.h"

namespace wlanmedic::lab {

/// A line: what truth.json repeats, and its object.
struct Injection {
    Injected told;
    nlohmann::ordered_json keys;
};

struct TrueAccessPoint {
    std::string name;
    unsigned radio = 0;
    wifi::MacAddress address;
    bool open = false;     ///< no keys to agree on
    bool foreign = false;  ///< the station has no profile for it
};

struct Injections {
    std::string scenario;
    std::uint64_t seed = 0;
    std::string interface;
    unsigned radio = 0;
    wifi::MacAddress station;
    std::vector<TrueAccessPoint> access_points;
    wifi::Instant from;            ///< of the line "scenario"
    wifi::Instant to;              ///< of the line "end"
    std::vector<Injection> lines;  ///< in order of time, "scenario" and "end" among them

    /// Nothing for addresses that are none's.
    const TrueAccessPoint* of_address(const wifi::MacAddress& address) const;
    const TrueAccessPoint* of_name(std::string_view name) const;
};

/// Errors name the line: no JSON, a key that is missing or of another type, a time that is none, no first line
/// "scenario", no line "end" (the run did not come to its end), more than `most_injections` lines.
wifi::Result<Injections> read_injections(std::istream& in, const std::string& file);

inline constexpr std::size_t longest_injection = std::size_t{64} * 1024;
inline constexpr std::size_t most_injections = 200'000;

}  // namespace wlanmedic::lab
