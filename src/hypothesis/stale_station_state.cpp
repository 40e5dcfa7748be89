// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "hypothesis/hypotheses.h"
#include "outage/symptoms.h"

namespace wlanmedic::hypothesis {
namespace {

using namespace std::chrono_literals;
using wifi::Event;

struct Teardown {
    bool station_seen = false;
    const Event* removed = nullptr;  // drv_sta_state to nothing
    const Event* joined_with_it = nullptr;
    std::set<int> keys;  // held by the driver
    const Event* key_left = nullptr;
    const Event* station_removed = nullptr;  // nl80211: "del station"
};

// What the driver was told about the lost access point, up to the next attempt.
Teardown follow(const Case& of) {
    Teardown seen;
    const Event* last_key = nullptr;
    const auto read = [&](const Event& event) {
        const auto lost = [&](const std::optional<wifi::MacAddress>& address) {
            return address && of.lost() && *address == *of.lost();
        };
        if (const auto* key = std::get_if<wifi::KeyChanged>(&event.payload)) {
            if (key->removed)
                seen.keys.erase(key->index + (key->pairwise ? 100 : 0));
            else
                seen.keys.insert(key->index + (key->pairwise ? 100 : 0));
            last_key = &event;
        }
        if (event.instant < of.outage.start - outage::one_loss) return false;
        if (const auto* state = std::get_if<wifi::StationState>(&event.payload);
            state != nullptr && lost(state->address)) {
            seen.station_seen = true;
            if (state->after == wifi::StationStage::none_at_all) seen.removed = &event;
            if (state->before == wifi::StationStage::none_at_all) return true;
        }
        if (const auto* gone = std::get_if<wifi::StationRemoved>(&event.payload);
            gone != nullptr && lost(gone->address))
            seen.station_removed = &event;
        if (std::holds_alternative<wifi::JoinStarted>(event.payload) && event.instant > of.outage.start) {
            if (!seen.removed) seen.joined_with_it = &event;
            return true;
        }
        return false;
    };
    bool next = false;
    for (const auto* events : {&of.outage.before, &of.outage.events})
        for (const Event& event : *events)
            if (!next) next = read(event);
    if (!seen.keys.empty() && next) seen.key_left = last_key;
    return seen;
}

// mac80211 reports such a frame only from a peer with which it holds a station entry and a key
// (net/mac80211/rx.c).
const Event* from_a_stranger(const Case& of) {
    const Event* found = nullptr;
    of.each<wifi::UnprotectedDeauth>([&](const Event& event, const wifi::UnprotectedDeauth& frame) {
        const bool while_down = event.instant > of.outage.start + outage::one_loss &&
                                (!of.outage.end || event.instant < *of.outage.end);
        if (found == nullptr && while_down && frame.from && frame.to && !frame.to->is_broadcast()) found = &event;
    });
    return found;
}

}  // namespace

Hypothesis stale_station_state(const Case& of) {
    Hypothesis result{.id = "H2"};
    if (const Event* stray = of.outage.timed ? from_a_stranger(of) : nullptr) {
        const auto& frame = std::get<wifi::UnprotectedDeauth>(stray->payload);
        const auto* known = of.known(frame.from);
        result.verdict = Verdict::supported;
        result.because = fmt::format(
            "an unprotected deauthentication from {} was reported {} after the loss, with no link; mac80211 "
            "reports one only "
            "from a peer whose station entry and keys it still holds{}",
            name(frame.from), seconds(stray->instant - of.outage.start),
            known != nullptr && known->linked ? "" : ", and nothing here shows an association with it");
        cite(result.receipts, stray);
        return result;
    }
    const Teardown seen = follow(of);
    if (seen.station_seen && seen.joined_with_it != nullptr) {
        result.verdict = Verdict::supported;
        result.because = fmt::format("the driver still held the station entry of {} when the next attempt began",
                                     name(of.lost()));
        cite(result.receipts, seen.joined_with_it);
        return result;
    }
    if (seen.key_left != nullptr) {
        result.verdict = Verdict::supported;
        result.because = fmt::format(
            "{} of the keys given to the driver were not taken back before the next attempt", seen.keys.size());
        cite(result.receipts, seen.key_left);
        return result;
    }
    if (seen.removed != nullptr) {
        result.verdict = Verdict::contradicted;
        result.because =
            fmt::format("the station entry of {} was taken out of the driver before the next attempt{}",
                        name(of.lost()), of.outage.coverage.keys ? ", and its keys too" : "");
        cite(result.receipts, seen.removed);
        return result;
    }
    result.because = "what the driver still held of the old association is not shown";
    if (seen.station_removed != nullptr) {
        result.because += "; mac80211's own station entry was removed";
        cite(result.receipts, seen.station_removed);
    }
    result.to_decide = "the tracepoints drv_sta_state and drv_set_key: trace-cmd record -e mac80211 -e cfg80211";
    return result;
}

}  // namespace wlanmedic::hypothesis
