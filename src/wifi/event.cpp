// SPDX-License-Identifier: MIT
#include "wifi/event.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace wlanmedic::wifi {
namespace {

constexpr std::array<std::string_view, std::variant_size_v<Payload>> names{
    "scan_started",
    "scan_finished",
    "scan_failed",
    "network_seen",
    "network_not_found",
    "join_started",
    "auth_requested",
    "authenticated",
    "auth_rejected",
    "auth_timeout",
    "assoc_requested",
    "assoc_response",
    "assoc_rejected",
    "assoc_comeback",
    "assoc_timeout",
    "associated",
    "authorized",
    "eapol_sent",
    "roamed",
    "roam_requested",
    "station_state",
    "key_changed",
    "wrong_key",
    "eap_failed",
    "signal_report",
    "user_request",
    "waiting",
    "waiting_over",
    "manager_state",
    "address_requested",
    "address_acquired",
    "address_failed",
    "connection_loss",
    "connection_loss_reported",
    "beacon_loss_reported",
    "beacon_loss",
    "deauthenticated",
    "disconnected",
    "unprotected_deauth",
    "station_added",
    "station_removed",
    "decrypt_failure",
    "firmware_error",
    "hardware_restarted",
    "restart_requested",
    "regulatory_changed",
    "power_save",
    "counter",
    "channel_switched",
    "interface_type",
    "interface_renamed",
    "suspended",
    "resumed",
    "booted",
    "radio_blocked",
    "radio_unblocked",
    "probe_result",
    "load",
    "timer_fired",
    "action_started",
    "action_refused",
    "action_finished",
    "unknown_command",
    "gap",
};

}  // namespace

std::optional<MacAddress> bssid_of(const Payload& payload) {
    return std::visit(
        [](const auto& happening) -> std::optional<MacAddress> {
            if constexpr (requires { happening.bssid; })
                return happening.bssid;
            else
                return std::nullopt;
        },
        payload);
}

bool is_measurement(const Payload& payload) {
    if (const auto* signal = std::get_if<SignalReport>(&payload)) return signal->at_interval;
    return std::holds_alternative<Counter>(payload) || std::holds_alternative<ProbeResult>(payload) ||
           std::holds_alternative<LoadReport>(payload);
}

std::string_view name_of(const Payload& payload) { return names[payload.index()]; }

std::optional<std::size_t> alternative_named(std::string_view name) {
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) return std::nullopt;
    return static_cast<std::size_t>(found - names.begin());
}

std::string_view alternative_name(std::size_t alternative) { return names[alternative]; }

}  // namespace wlanmedic::wifi
