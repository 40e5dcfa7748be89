// SPDX-License-Identifier: MIT
#include "outage/totals.h"

#include <algorithm>

namespace wlanmedic::outage {
namespace {

using namespace std::chrono_literals;

// A crash is printed in dozens of lines; lines closer than this tell of the same one.
constexpr wifi::Duration one_crash = 5s;
constexpr wifi::Duration same_end = 1s;
// No machine has so many; a log that names more is not to fill the memory.
constexpr std::size_t most_devices = 1000;

}  // namespace

void Totals::add(std::string_view name, wifi::Instant at) {
    const bool elsewhere = std::ranges::any_of(
        left_out_, [&](const LeftOut& span) { return span.name == name && at >= span.from && at <= span.to; });
    if (elsewhere) return;
    const auto found = counts_.find(name);
    if (found == counts_.end())
        counts_.emplace(name, 1);
    else
        ++found->second;
}

void Totals::on(const wifi::Event& event, const std::vector<link::Links::Affected>& affected) {
    const wifi::Instant at = event.instant;
    if (std::holds_alternative<wifi::Suspended>(event.payload)) return add("suspend", at);
    if (std::holds_alternative<wifi::DecryptFailure>(event.payload)) return add("decrypt_failure", at);
    if (const auto* error = std::get_if<wifi::FirmwareError>(&event.payload)) {
        const std::string key = error->driver + ' ' + error->device;
        const auto last = last_firmware_.find(key);
        const bool again = last != last_firmware_.end() && at - last->second < one_crash && at >= last->second;
        if (last_firmware_.size() > most_devices) last_firmware_.clear();
        last_firmware_.insert_or_assign(key, at);
        if (!again) add("firmware_error", at);
        return;
    }
    if (event.interface.empty() || affected.empty()) return;
    const link::Links::Affected& own = affected.front();
    if (!own.link->may_be_station()) return;

    const auto name = [&]() -> std::string_view {
        if (std::holds_alternative<wifi::AuthTimedOut>(event.payload)) return "auth_timeout";
        if (std::holds_alternative<wifi::AssocTimedOut>(event.payload)) return "assoc_timeout";
        if (std::holds_alternative<wifi::AssocRejected>(event.payload)) return "assoc_rejected";
        if (std::holds_alternative<wifi::AssocComeback>(event.payload)) return "assoc_comeback";
        if (std::holds_alternative<wifi::BeaconLoss>(event.payload)) return "beacon_loss";
        if (std::holds_alternative<wifi::UnprotectedDeauth>(event.payload)) return "unprotected_deauth";
        if (std::holds_alternative<wifi::Associated>(event.payload)) return "associated";
        if (const auto* loss = std::get_if<wifi::ConnectionLoss>(&event.payload)) {
            // With a zero address mac80211 had torn the link down already: a loss only if no other line told it.
            const bool noise =
                loss->bssid && loss->bssid->is_zero() && own.change.kind != link::Change::Kind::lost;
            return noise ? "" : "connection_loss";
        }
        if (const auto* end = std::get_if<wifi::Deauthenticated>(&event.payload)) {
            last_end_.insert_or_assign(event.interface, at);
            // A supplicant is a moment ahead of the frame that the kernel tells.
            const auto cut = last_cut_.find(event.interface);
            const bool counted = cut != last_cut_.end() && at - cut->second < same_end;
            last_cut_.erase(event.interface);
            if (counted) return "";
            if (own.change.by == wifi::Sender::access_point)
                return end->disassociation ? "disassoc_by_ap" : "deauth_by_ap";
            return "deauth_local";
        }
        if (const auto* end = std::get_if<wifi::Disconnected>(&event.payload)) {
            // Drivers with their own MLME show no frame, only that the link ended.
            const auto last = last_end_.find(event.interface);
            if (last != last_end_.end() && at - last->second < same_end) return "";
            last_cut_.insert_or_assign(event.interface, at);
            return end->by == wifi::Sender::access_point ? "deauth_by_ap" : "deauth_local";
        }
        return "";
    }();
    if (!name.empty()) add(name, at);
}

}  // namespace wlanmedic::outage
