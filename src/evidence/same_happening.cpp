// SPDX-License-Identifier: MIT
#include "evidence/same_happening.h"

#include <functional>
#include <type_traits>

namespace wlanmedic::evidence {
namespace {

using wifi::MacAddress;
using wifi::Sender;

bool agree(const std::optional<MacAddress>& one, const std::optional<MacAddress>& other) {
    return !one || !other || *one == *other;
}

bool agree(Sender one, Sender other) { return one == Sender::unknown || other == Sender::unknown || one == other; }

// 0: none was given.
bool agree(std::uint16_t one, std::uint16_t other) { return one == 0 || other == 0 || one == other; }
bool agree(const std::string& one, const std::string& other) {
    return one.empty() || other.empty() || one == other;
}

void fill(std::optional<MacAddress>& known, const std::optional<MacAddress>& other) {
    if (!known) known = other;
}

template <class T>
bool same(const T& one, const T& other) {
    if constexpr (requires { one.bssid; })
        if (!agree(one.bssid, other.bssid)) return false;
    if constexpr (requires { one.address; })
        if (!agree(one.address, other.address)) return false;
    if constexpr (requires { one.from; })
        if (!agree(one.from, other.from) || !agree(one.to, other.to)) return false;
    if constexpr (requires { one.by; })
        if (!agree(one.by, other.by)) return false;
    if constexpr (std::is_same_v<T, wifi::AuthRejected> || std::is_same_v<T, wifi::AssocRejected>) {
        // A refusal has a reason; traces do not print it.
        if (!agree(one.status, other.status)) return false;
    } else if constexpr (requires { one.status; }) {
        if (one.status != other.status) return false;
    }
    if constexpr (requires { one.reason; })
        if (!agree(one.reason, other.reason)) return false;
    if constexpr (requires { one.tu; })
        if (one.tu != other.tu) return false;
    if constexpr (requires { one.attempt; })
        if (one.attempt != other.attempt) return false;
    if constexpr (requires { one.disassociation; })
        if (one.disassociation != other.disassociation) return false;
    if constexpr (requires { one.driver; })
        if (one.driver != other.driver || one.device != other.device) return false;
    if constexpr (requires { one.number; })
        if (one.number != other.number) return false;
    if constexpr (std::is_same_v<T, wifi::InterfaceType>)
        if (!agree(one.type, other.type) || one.removed != other.removed) return false;
    if constexpr (requires { one.at_interval; })
        if (one.at_interval != other.at_interval) return false;
    if constexpr (requires { one.target; })
        if (one.target != other.target) return false;
    if constexpr (requires { one.answer; })
        if (one.answer != other.answer) return false;
    if constexpr (requires { one.state; })
        if (one.state != other.state) return false;
    if constexpr (std::is_same_v<T, wifi::PowerSave>)
        if (one.on != other.on) return false;
    if constexpr (requires { one.before; })
        if (one.before != other.before || one.after != other.after) return false;
    if constexpr (requires { one.index; })
        if (one.index != other.index || one.removed != other.removed) return false;
    if constexpr (requires { one.who; })
        if (one.who != other.who) return false;
    if constexpr (requires { one.client; })
        if (one.client != other.client) return false;
    if constexpr (requires { one.what; })
        if (one.what != other.what) return false;
    if constexpr (requires { one.name; })
        if (one.name != other.name || one.value != other.value) return false;
    if constexpr (requires { one.frequency; })
        if (one.frequency != 0 && other.frequency != 0 && one.frequency != other.frequency) return false;
    return true;
}

template <class T>
void add(T& known, const T& other) {
    if constexpr (requires { known.bssid; }) fill(known.bssid, other.bssid);
    if constexpr (requires { known.from; }) {
        fill(known.from, other.from);
        fill(known.to, other.to);
    }
    if constexpr (requires { known.by; })
        if (known.by == Sender::unknown) known.by = other.by;
    if constexpr (requires { known.joining; }) known.joining = known.joining || other.joining;
    if constexpr (requires { known.status; })
        if (known.status == 0) known.status = other.status;
    if constexpr (requires { known.reason; })
        if (known.reason == decltype(known.reason){}) known.reason = other.reason;
    if constexpr (requires { known.seen; })
        if (!known.seen) known.seen = other.seen;
    if constexpr (requires { known.type; })
        if (known.type.empty()) known.type = other.type;
    if constexpr (requires { known.duration; })
        if (!known.duration) known.duration = other.duration;
    if constexpr (requires { known.frequencies; })
        if (known.frequencies.empty()) known.frequencies = other.frequencies;
}

}  // namespace

bool same_happening(const wifi::Payload& one, const wifi::Payload& other) {
    if (one.index() != other.index()) return false;
    return std::visit([&](const auto& mine) { return same(mine, std::get<std::decay_t<decltype(mine)>>(other)); },
                      one);
}

void complete(wifi::Payload& known, const wifi::Payload& other) {
    if (known.index() != other.index()) return;
    std::visit([&](auto& mine) { add(mine, std::get<std::decay_t<decltype(mine)>>(other)); }, known);
}

std::uint64_t landmark(const wifi::Event& event) {
    std::uint64_t detail = 0;
    const wifi::Payload& payload = event.payload;
    // Addresses are left out: the kernel log's "associated" has none.
    if (const auto* comeback = std::get_if<wifi::AssocComeback>(&payload))
        detail = comeback->tu;
    else if (const auto* rejected = std::get_if<wifi::AssocRejected>(&payload))
        detail = rejected->status;
    else if (const auto* deauth = std::get_if<wifi::Deauthenticated>(&payload))
        detail = deauth->reason;
    else if (const auto* peer = std::get_if<wifi::StationState>(&payload)) {
        // A trace of mac80211 alone tells with these what others tell in words of their own.
        if (peer->before == wifi::StationStage::known && peer->after == wifi::StationStage::authenticated)
            return landmark({.interface = event.interface, .payload = wifi::Authenticated{}});
        if (peer->before == wifi::StationStage::authenticated && peer->after == wifi::StationStage::associated)
            return landmark({.interface = event.interface, .payload = wifi::Associated{}});
        return 0;
    } else if (!std::holds_alternative<wifi::Authenticated>(payload) &&
               !std::holds_alternative<wifi::Associated>(payload) &&
               !std::holds_alternative<wifi::AuthTimedOut>(payload) &&
               !std::holds_alternative<wifi::AssocTimedOut>(payload) &&
               !std::holds_alternative<wifi::AssocResponse>(payload) &&
               !std::holds_alternative<wifi::AuthRejected>(payload))
        return 0;
    const std::uint64_t hash =
        std::hash<std::string>{}(event.interface) * 1'000'003 + payload.index() * 65'537 + detail;
    return hash == 0 ? 1 : hash;
}

}  // namespace wlanmedic::evidence
