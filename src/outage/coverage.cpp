// SPDX-License-Identifier: MIT
#include "outage/coverage.h"

namespace wlanmedic::outage {
namespace {

template <class... Ts>
bool is_any(const wifi::Event& event) {
    return (std::holds_alternative<Ts>(event.payload) || ...);
}

}  // namespace

void Coverage::on(const wifi::Event& event) {
    requests = requests || is_any<wifi::AuthRequested, wifi::AssocRequested>(event);
    answers = answers || is_any<wifi::Authenticated, wifi::AuthRejected, wifi::AuthTimedOut, wifi::AssocResponse,
                                wifi::AssocRejected, wifi::AssocComeback, wifi::AssocTimedOut>(event);
    const auto* peer = std::get_if<wifi::StationState>(&event.payload);
    station_states = station_states || (peer != nullptr && peer->before != peer->after);
    keys = keys || is_any<wifi::KeyChanged>(event);
    scans = scans || is_any<wifi::ScanStarted, wifi::ScanFinished>(event);
    const auto* scan = std::get_if<wifi::ScanFinished>(&event.payload);
    scan_results = scan_results || is_any<wifi::NetworkSeen, wifi::NetworkNotFound>(event) ||
                   (scan != nullptr && scan->seen.has_value());
    counters = counters || is_any<wifi::Counter>(event);
    supplicant = supplicant || is_any<wifi::Waiting, wifi::WaitingOver, wifi::NetworkNotFound, wifi::NetworkSeen,
                                      wifi::ScanFailed, wifi::WrongKey, wifi::UserRequest>(event);
    manager = manager || is_any<wifi::ManagerState>(event);
    address = address || is_any<wifi::AddressRequested, wifi::AddressAcquired, wifi::AddressFailed>(event);
}

}  // namespace wlanmedic::outage
