// SPDX-License-Identifier: MIT
#include "capture/load_target.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

namespace wlanmedic::capture {
namespace {

struct Unit {
    std::string_view name;
    double bytes;
};
constexpr std::array<Unit, 10> units{{
    {"B", 1},
    {"kB", 1e3},
    {"MB", 1e6},
    {"GB", 1e9},
    {"KiB", 1024},
    {"MiB", 1024.0 * 1024},
    {"GiB", 1024.0 * 1024 * 1024},
    {"kbit", 1e3 / 8},
    {"Mbit", 1e6 / 8},
    {"Gbit", 1e9 / 8},
}};

constexpr const char* rate_hint = "from 1kB/s to 1GB/s: 500kB/s, 1MB/s, 1.5MiB/s, 8Mbit/s";
constexpr const char* target_hint =
    "a name or an address, and a port where it is not 5330: nas, 192.0.2.7:6000, [2001:db8::7]:6000";

std::unexpected<wifi::Error> no_rate(std::string_view text, std::string_view why) {
    return std::unexpected(
        wifi::Error{.what = fmt::format("\"{}\" is no rate: {}", text, why), .hint = rate_hint});
}

std::unexpected<wifi::Error> no_target(std::string_view text, std::string_view why) {
    return std::unexpected(
        wifi::Error{.what = fmt::format("\"{}\" is nowhere to send to: {}", text, why), .hint = target_hint});
}

std::optional<std::uint16_t> port_in(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size() || port == 0) return std::nullopt;
    return port;
}

}  // namespace

std::string LoadTarget::to_string() const {
    return host.find(':') == std::string::npos ? fmt::format("{}:{}", host, port)
                                               : fmt::format("[{}]:{}", host, port);
}

wifi::Result<LoadTarget> parse_load_target(std::string_view text) {
    LoadTarget target;
    std::optional<std::string_view> port;
    if (text.starts_with('[')) {
        const std::size_t end = text.find(']');
        if (end == std::string_view::npos) return no_target(text, "the bracket has no other half");
        target.host = text.substr(1, end - 1);
        const std::string_view rest = text.substr(end + 1);
        if (!rest.empty() && rest.front() != ':') return no_target(text, "behind the bracket comes a colon");
        if (!rest.empty()) port = rest.substr(1);
    } else if (const std::size_t colon = text.find(':');
               colon != std::string_view::npos && text.find(':', colon + 1) == std::string_view::npos) {
        target.host = text.substr(0, colon);
        port = text.substr(colon + 1);
    } else {
        target.host = text;
    }
    if (target.host.empty()) return no_target(text, "no host");
    // Names are asked for as they are; what a resolver or a terminal could misread is none.
    const bool plain = std::ranges::all_of(target.host, [](char c) {
        return c > ' ' && c != '\x7f' && std::string_view("/\\@,[]\"'").find(c) == std::string_view::npos;
    });
    if (!plain || target.host.front() == '-') return no_target(text, "no name of a host");
    if (port) {
        const auto number = port_in(*port);
        if (!number) return no_target(text, "the port is a number from 1 to 65535");
        target.port = *number;
    }
    return target;
}

wifi::Result<std::uint64_t> parse_rate(std::string_view text) {
    double number = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    if (error == std::errc::invalid_argument) return no_rate(text, "it begins with no number");
    if (error != std::errc{} || !std::isfinite(number)) return no_rate(text, "out of range");
    std::string_view name = text.substr(static_cast<std::size_t>(end - text.data()));
    if (name.ends_with("/s")) name.remove_suffix(2);
    if (name.empty()) return no_rate(text, "the unit is missing");
    for (const Unit& unit : units) {
        if (unit.name != name) continue;
        const double rate = std::round(number * unit.bytes);
        if (rate < static_cast<double>(least_rate)) return no_rate(text, "too little");
        if (rate > static_cast<double>(greatest_rate)) return no_rate(text, "too much");
        return static_cast<std::uint64_t>(rate);
    }
    return no_rate(text, fmt::format("\"{}\" is no unit", name));
}

}  // namespace wlanmedic::capture
