// SPDX-License-Identifier: MIT
#include <algorithm>

#include "evidence/trace_handler.h"

namespace wlanmedic::evidence {
namespace {

// enum ieee80211_reconfig_type (include/net/mac80211.h).
constexpr std::int64_t reconfig_after_restart = 0;

}  // namespace

Decoded TraceDecoder::key(const Line& line) {
    // Kernels before 6.2 do not say whether the key is given or taken.
    const auto command = trace_number(line.fields, " cmd: ");
    const auto index = trace_number(line.fields, "keyidx=");
    if (!command) return noted();
    const auto address = trace_address(line.fields);
    const bool pairwise = address && !address->is_zero() && !address->is_broadcast();
    if (!index || *index < 0 || *index > 255) return malformed();
    return line.event(wifi::KeyChanged{
        .address = address, .index = static_cast<int>(*index), .pairwise = pairwise, .removed = *command == 1});
}

Decoded TraceDecoder::signal(const Line& line) {
    Interface& own = interface(line.interface);
    const bool of_mac80211 = line.name.starts_with("api_");
    if (!of_mac80211 && std::exchange(own.signal_told, false)) return noted();
    own.signal_told = of_mac80211;
    const auto dbm = trace_number(line.fields, of_mac80211 ? "rssi:" : "level: ");
    if (!dbm || *dbm < -200 || *dbm > 100) return malformed();
    return line.event(wifi::SignalReport{.bssid = {}, .dbm = static_cast<int>(*dbm)});
}

Decoded TraceDecoder::scan(const Line& line) {
    if (line.name == "drv_sw_scan_complete") return line.event(wifi::ScanFinished{});
    // In hardware each band is a scan of its own, to which one end belongs.
    Interface& own = interface(line.interface);
    const bool hardware = line.name == "drv_hw_scan";
    const bool again = hardware && own.scanning;
    own.scanning = hardware;
    return again ? noted() : line.event(wifi::ScanStarted{});
}

Decoded TraceDecoder::scan_completed(const Line& line) {
    const std::string_view phy = trace_phy(line.fields);
    const auto found = std::ranges::find_if(interfaces_, [&](const auto& entry) {
        return entry.second.scanning && (phy.empty() || entry.second.phy == phy);
    });
    if (found == interfaces_.end()) return noted();
    found->second.scanning = false;
    Line of = line;
    of.interface = found->first;
    of.phy = found->second.phy;
    return of.event(
        wifi::ScanFinished{.frequencies = {}, .aborted = trace_number(line.fields, "aborted:") == 1, .seen = {}});
}

Decoded TraceDecoder::device(const Line& line) {
    Line of = line;
    of.phy = trace_phy(line.fields);
    if (of.phy.empty()) return malformed();
    if (line.name == "api_restart_hw") return of.event(wifi::RestartRequested{});
    if (trace_number(line.fields, "reconfig_type:") != reconfig_after_restart) return noted();
    return of.event(wifi::HardwareRestarted{.phy = std::string(of.phy)});
}

// Told for each phy: the machine sleeps once.
Decoded TraceDecoder::sleep(const Line& line) {
    const bool suspends = line.name == "rdev_suspend";
    if (suspended_ == suspends) return noted();
    suspended_ = suspends;
    Line of = line;
    of.phy = {};
    return suspends ? of.event(wifi::Suspended{}) : of.event(wifi::Resumed{});
}

Decoded TraceDecoder::power_save(const Line& line) {
    const bool off = line.fields.find("not enabled") != std::string_view::npos;
    if (!off && line.fields.find("enabled") == std::string_view::npos) return malformed();
    return line.event(wifi::PowerSave{.on = !off});
}

Decoded TraceDecoder::lost_packets(const Line& line) {
    const auto packets = trace_number(line.fields, "num of lost packets: ");
    if (!packets) return malformed();
    return line.event(wifi::Counter{.name = "lost_packets", .value = *packets});
}

Decoded TraceDecoder::channel(const Line& line) {
    const auto frequency = trace_number(line.fields, "control freq: ");
    if (!frequency || *frequency < 0 || *frequency > 100'000) return malformed();
    return line.event(wifi::ChannelSwitched{.frequency = static_cast<int>(*frequency)});
}

}  // namespace wlanmedic::evidence
