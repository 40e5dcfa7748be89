// SPDX-License-Identifier: MIT
// What a sweep varies, read from the words of the command line: docs/tune.md names all gates.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy/policy.h"
#include "wifi/error.h"

namespace wlanmedic::tune {

struct NamedGate {
    std::string name;
    std::vector<policy::Gate> gates;  ///< all must hold, besides those of the base; none: "none"
};

struct NamedLadder {
    std::string name;
    std::vector<driver::Method> methods;
};

/// As they are given; each may hold several values with commas between them.
struct AxisTexts {
    std::vector<std::string> counts;
    std::vector<std::string> windows;
    std::vector<std::string> gates;
    std::vector<std::string> cool_downs;
    std::vector<std::string> ladders;
};

inline constexpr std::string_view default_counts = "1,2,3,5,8";
inline constexpr std::string_view default_windows = "10s,60s,5min,10min,30min";
inline constexpr std::string_view default_gates =
    "none,timeouts_1,timeouts_3,comeback_timeout,down_10s,down_30s,two_symptoms";
inline constexpr std::string_view default_cool_downs = "30s,2min,10min";
inline constexpr std::string_view default_ladders =
    "reassociate,link_down_up,function_reset,link_down_up+function_reset,reassociate+link_down_up+function_reset";

struct Axes {
    std::vector<int> counts;              ///< 1 to Watch::most_count, ascending
    std::vector<wifi::Duration> windows;  ///< 1 ms to 7 days, ascending
    std::vector<NamedGate> gates;
    std::vector<wifi::Duration> cool_downs;  ///< 0 to 7 days, ascending
    std::vector<NamedLadder> ladders;        ///< 1 to Policy::most_rungs different methods each
    std::vector<std::string> repeated;       ///< values that were given twice, each counted once
};

/// The defaults where nothing is given for an axis. Errors: no number or span, out of its range, no such gate or
/// method.
wifi::Result<Axes> parse_axes(const AxisTexts& texts);

/// "none, comeback_timeout, …", for help and hints.
std::string gate_names();

}  // namespace wlanmedic::tune
