// SPDX-License-Identifier: MIT
#include "outage/acquaintance.h"

#include <algorithm>

namespace wlanmedic::outage {

KnownAccessPoint* Acquaintance::of(const std::optional<wifi::MacAddress>& bssid) {
    if (!bssid || bssid->is_zero() || bssid->is_broadcast()) return nullptr;
    const auto found = std::ranges::find(all_, *bssid, &KnownAccessPoint::bssid);
    if (found != all_.end()) {
        std::rotate(found, found + 1, all_.end());
    } else {
        if (all_.size() >= most) all_.erase(all_.begin());
        all_.push_back({.bssid = *bssid});
    }
    return &all_.back();
}

void Acquaintance::on(const wifi::Event& event, const std::optional<wifi::MacAddress>& linked_with) {
    if (const auto* report = std::get_if<wifi::SignalReport>(&event.payload)) {
        KnownAccessPoint* known = of(report->bssid ? report->bssid : linked_with);
        if (known != nullptr && report->dbm < 0) {
            known->dbm = report->dbm;
            known->dbm_at = event.instant;
        }
    } else if (const auto* seen = std::get_if<wifi::NetworkSeen>(&event.payload)) {
        KnownAccessPoint* known = of(seen->bssid);
        if (known != nullptr && seen->dbm < 0) {
            known->dbm = seen->dbm;
            known->dbm_at = event.instant;
        }
    } else if (const auto* comeback = std::get_if<wifi::AssocComeback>(&event.payload)) {
        if (KnownAccessPoint* known = of(comeback->bssid))
            known->longest_comeback = std::max(known->longest_comeback, comeback->tu);
    } else if (std::holds_alternative<wifi::Associated>(event.payload) ||
               std::holds_alternative<wifi::Authorized>(event.payload) ||
               std::holds_alternative<wifi::Roamed>(event.payload)) {
        if (KnownAccessPoint* known = of(linked_with)) known->linked = event.instant;
    }
}

}  // namespace wlanmedic::outage
