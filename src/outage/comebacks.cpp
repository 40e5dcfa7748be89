// SPDX-License-Identifier: MIT
#include "outage/comebacks.h"

#include <algorithm>

#include "wifi/codes.h"
#include "wifi/time_unit.h"

namespace wlanmedic::outage {
namespace {

using namespace std::chrono_literals;
using wifi::Event;
using wifi::Instant;
using wifi::MacAddress;

constexpr wifi::Duration grace = 20ms;
// The response and the verdict on it are lines of their own.
constexpr wifi::Duration one_answer = 10ms;

bool may_be_same(const std::optional<MacAddress>& one, const std::optional<MacAddress>& other) {
    return !one || !other || *one == *other;
}

// The access point that an event shows the station to be about.
std::optional<MacAddress> aimed_at(const Event& event) {
    if (const auto* station = std::get_if<wifi::StationAdded>(&event.payload)) return station->address;
    if (std::holds_alternative<wifi::ConnectionLoss>(event.payload)) return std::nullopt;
    return wifi::bssid_of(event.payload);
}

bool begins_anew(const Event& event) {
    return std::holds_alternative<wifi::JoinStarted>(event.payload) ||
           std::holds_alternative<wifi::StationAdded>(event.payload) ||
           std::holds_alternative<wifi::AuthRequested>(event.payload) ||
           std::holds_alternative<wifi::Authenticated>(event.payload);
}

// Shows that an association request went to that access point after the refusal.
bool asks_again(const Event& event, const Event& refusal) {
    const auto& payload = event.payload;
    if (const auto* answer = std::get_if<wifi::AssocResponse>(&payload))
        return answer->status != wifi::status_assoc_rejected_temporarily ||
               event.instant - refusal.instant >= one_answer;
    return std::holds_alternative<wifi::AssocRequested>(payload) ||
           std::holds_alternative<wifi::AssocComeback>(payload) ||
           std::holds_alternative<wifi::Associated>(payload) ||
           std::holds_alternative<wifi::AssocRejected>(payload);
}

// The order within one file is sure; that of two files is as good as the alignment of their clocks.
bool stands_above(const Event& event, const Event& other) {
    return std::ranges::any_of(event.receipts, [&](const wifi::Receipt& line) {
        return std::ranges::any_of(other.receipts, [&](const wifi::Receipt& later) {
            return line.source == later.source && line.line < later.line;
        });
    });
}

// What came after the refusal at `at`, as far as it tells whether the wait was kept.
void follow(const std::vector<Event>& events, std::size_t at, Comeback& comeback) {
    const Event& refusal = events[at];
    const Instant over = wifi::shifted(refusal.instant, wifi::time_units(comeback.tu) - grace);
    std::optional<MacAddress> target = comeback.bssid;
    for (std::size_t i = at + 1; i < events.size(); ++i) {
        const Event& event = events[i];
        // The time stamps of another access point's attempt say nothing of this one.
        if (const auto* join = std::get_if<wifi::JoinStarted>(&event.payload)) target = join->bssid;
        if (const auto* station = std::get_if<wifi::StationAdded>(&event.payload)) target = station->address;
        if (!may_be_same(target, comeback.bssid)) continue;
        // The request that was refused may seem to come after its refusal, which another file dates.
        if (stands_above(event, refusal)) continue;
        const auto* end = std::get_if<wifi::Deauthenticated>(&event.payload);
        if (end != nullptr && end->joining && end->by == wifi::Sender::local && !comeback.given_up_at) {
            comeback.given_up_at = event.instant;
            comeback.receipts.insert(comeback.receipts.end(), event.receipts.begin(), event.receipts.end());
        }
        comeback.joined_anew = comeback.joined_anew || begins_anew(event);
        if (!asks_again(event, refusal) || !may_be_same(wifi::bssid_of(event.payload), comeback.bssid)) continue;
        comeback.again_at = event.instant;
        // Where whole seconds leave it open whether the wait was over, nothing is claimed.
        if (event.instant >= over + refusal.resolution)
            comeback.respected = true;
        else if (event.instant + event.resolution < over)
            comeback.respected = false;
        comeback.receipts.insert(comeback.receipts.end(), event.receipts.begin(), event.receipts.end());
        return;
    }
}

}  // namespace

std::vector<Comeback> comebacks_of(const std::vector<Event>& events) {
    std::vector<Comeback> comebacks;
    std::optional<MacAddress> target;
    bool anew = true;
    for (std::size_t i = 0; i < events.size(); ++i) {
        if (const auto bssid = aimed_at(events[i]); bssid && !bssid->is_zero()) target = bssid;
        anew = anew || begins_anew(events[i]);
        const auto* told = std::get_if<wifi::AssocComeback>(&events[i].payload);
        if (told == nullptr) continue;
        Comeback comeback{.bssid = told->bssid ? told->bssid : target,
                          .tu = told->tu,
                          .at = events[i].instant,
                          .receipts = events[i].receipts};
        if (!anew && !comebacks.empty() && comebacks.back().bssid == comeback.bssid)
            comeback.in_a_row = comebacks.back().in_a_row + 1;
        anew = false;
        if (events[i].timed) follow(events, i, comeback);
        comebacks.push_back(std::move(comeback));
    }
    return comebacks;
}

}  // namespace wlanmedic::outage
