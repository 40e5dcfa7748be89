// SPDX-License-Identifier: MIT
#include "capture/counters.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace wlanmedic::capture {
namespace {

// The columns of /proc/net/dev (net/core/net-procfs.c, dev_seq_printf_stats()).
struct Column {
    const char* name;
    bool always;
};
constexpr std::array<Column, 16> columns{{
    {"rx_bytes", true},
    {"rx_packets", true},
    {"rx_errors", true},
    {"rx_dropped", true},
    {"rx_fifo", false},
    {"rx_frame", false},
    {"rx_compressed", false},
    {"multicast", false},
    {"tx_bytes", true},
    {"tx_packets", true},
    {"tx_errors", true},
    {"tx_dropped", true},
    {"tx_fifo", false},
    {"collisions", false},
    {"tx_carrier", false},
    {"tx_compressed", false},
}};

constexpr std::string_view blanks = " \t";

std::string_view without_blanks_before(std::string_view text) {
    const std::size_t first = text.find_first_not_of(blanks);
    return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

void append(std::string& list, std::string_view name, std::string_view value, std::string_view between) {
    if (!list.empty()) list += ' ';
    list.append(name).append(between).append(value);
}

std::string_view unit_of(std::string_view name) {
    if (name.find("signal") != std::string_view::npos) return " dBm";
    if (name.ends_with("_bitrate")) return " kbit/s";
    if (name.ends_with("_time")) return " ms";
    return "";
}

}  // namespace

std::uint64_t added(std::uint64_t a, std::uint64_t b) { return a > UINT64_MAX - b ? UINT64_MAX : a + b; }

void CounterValues::add(const CounterValues& others) {
    counted.insert(others.counted.begin(), others.counted.end());
    measured.insert(others.measured.begin(), others.measured.end());
    if (station.empty()) station = others.station;
}

std::optional<CounterValues> interface_counters(std::string_view proc_net_dev, std::string_view interface) {
    while (!proc_net_dev.empty()) {
        const std::size_t end = proc_net_dev.find('\n');
        std::string_view line = without_blanks_before(proc_net_dev.substr(0, end));
        proc_net_dev.remove_prefix(end == std::string_view::npos ? proc_net_dev.size() : end + 1);
        // A name holds no colon (net/core/dev.c, dev_valid_name()).
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos || line.substr(0, colon) != interface) continue;
        line.remove_prefix(colon + 1);
        CounterValues values;
        for (const Column& column : columns) {
            line = without_blanks_before(line);
            std::uint64_t value = 0;
            const auto [rest, error] = std::from_chars(line.data(), line.data() + line.size(), value);
            if (error != std::errc{}) break;
            line.remove_prefix(static_cast<std::size_t>(rest - line.data()));
            if (column.always || value != 0) values.counted.emplace(column.name, value);
        }
        return values;
    }
    return std::nullopt;
}

runfile::Text counters_record(const std::string& interface, const CounterValues* before, const CounterValues& now,
                              wifi::Duration over) {
    std::string changes;
    std::string said;
    const bool same_station = before != nullptr && before->station == now.station;
    for (const auto& [name, value] : now.counted) {
        std::optional<std::uint64_t> last;
        if (before != nullptr && (same_station || !name.starts_with("station_")))
            if (const auto known = before->counted.find(name); known != before->counted.end())
                last = known->second;
        if (last == value) continue;
        const bool by = last && *last < value;
        const std::string number = by ? fmt::format("+{}", value - *last) : std::to_string(value);
        append(changes, name, number, "=");
        append(said, name, number, " ");
    }
    std::string measured;
    for (const auto& [name, value] : now.measured) {
        append(measured, name, std::to_string(value), "=");
        append(said, name, fmt::format("{}{}", value, unit_of(name)), " ");
    }
    runfile::Text text{.kind = runfile::Kind::counters, .message = {}, .fields = {}};
    text.message = before == nullptr ? fmt::format("{} at first: {}", interface, said)
                                     : fmt::format("{} in {:.3f} s: {}", interface, wifi::to_seconds(over),
                                                   said.empty() ? "no change" : said);
    text.set("WLANMEDIC_INTERFACE", interface);
    text.set("WLANMEDIC_OVER", std::to_string(before == nullptr ? 0 : over.count()));
    text.set("WLANMEDIC_COUNTERS", changes);
    if (!measured.empty()) text.set("WLANMEDIC_MEASURED", measured);
    if (!now.station.empty()) text.set("WLANMEDIC_STATION", now.station);
    return text;
}

}  // namespace wlanmedic::capture
