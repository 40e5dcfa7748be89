// SPDX-License-Identifier: MIT
#include <algorithm>

#include "evidence/trace_handler.h"

namespace wlanmedic::evidence {
namespace {

using wifi::StationStage;

// enum nl80211_sta_flags.
constexpr std::int64_t flag_authorized = 1 << 1;

std::optional<StationStage> stage_of(std::optional<std::int64_t> number) {
    if (!number || *number < 0 || *number > 4) return std::nullopt;
    return static_cast<StationStage>(*number);
}

}  // namespace

Decoded TraceDecoder::auth(const Line& line) {
    const auto bssid = trace_address(line.fields);
    if (!bssid) return malformed();
    Interface& own = interface(line.interface);
    const auto before = own.stage >= StationStage::associated ? own.peer : std::nullopt;
    own.peer = bssid;
    own.joining = true;
    if (before) own.stage = StationStage::none_at_all;
    own.leaving = before;
    own.joining_assoc = own.answered = own.untold_answer = false;
    own.tries = 0;
    newest_attempt_ = line.interface;
    // mac80211 leaves the access point that it is linked to first (ieee80211_mgd_auth).
    if (before) return line.event(wifi::RoamRequested{.from = before, .to = bssid});
    return line.event(wifi::JoinStarted{.bssid = bssid});
}

Decoded TraceDecoder::assoc(const Line& line) {
    const auto bssid = trace_address(line.fields);
    if (!bssid) return malformed();
    Interface& own = interface(line.interface);
    own.peer = bssid;
    own.joining = own.joining_assoc = true;
    own.answered = own.untold_answer = false;
    own.tries = 0;
    newest_attempt_ = line.interface;
    return line.event(wifi::AssocRequested{.bssid = bssid, .attempt = 1});
}

// mac80211 is about to send a frame. The first association request was told by rdev_assoc.
Decoded TraceDecoder::prepare_tx(const Line& line) {
    Interface& own = interface(line.interface);
    const auto subtype = trace_number(line.fields, "subtype:");
    if (subtype ? *subtype != auth_frame && *subtype != assoc_request && *subtype != reassoc_request : !own.peer)
        return noted();
    // Kernels before 5.14 do not say which frame it is.
    const bool is_auth = subtype ? *subtype == auth_frame : !own.joining_assoc;
    const bool step_known = own.joining_assoc != is_auth && own.peer;
    own.answered = false;
    if (!step_known) return noted();
    ++own.tries;
    if (is_auth) return line.event(wifi::AuthRequested{.bssid = own.peer, .attempt = own.tries});
    if (own.tries == 1) return noted();
    return line.event(wifi::AssocRequested{.bssid = own.peer, .attempt = own.tries});
}

Decoded TraceDecoder::complete_tx(const Line& line) {
    Interface& own = interface(line.interface);
    const bool refused = trace_number(line.fields, "subtype:") == auth_frame &&
                         trace_number(line.fields, "success:") == 0 && own.answered && !own.joining_assoc;
    own.answered = false;
    // The status code is in no tracepoint.
    return refused ? line.event(wifi::AuthRejected{.bssid = own.peer, .status = 0}) : noted();
}

Decoded TraceDecoder::sta_state(const Line& line) {
    const auto address = trace_address(line.fields);
    const auto before = stage_of(trace_number(line.fields, "state: "));
    const std::size_t arrow = line.fields.rfind("->");
    const auto after =
        arrow == std::string_view::npos ? std::nullopt : stage_of(trace_number(line.fields.substr(arrow), "->"));
    if (!address || !before || !after) return malformed();
    Interface& own = interface(line.interface);
    // A station that sleeps takes its access point out of the driver and puts it back, and keeps the link.
    if (suspended_) return noted();
    // Of an access point with several links, mac80211 knows the address of the whole, and its answers come from
    // it.
    if (*before == StationStage::none_at_all && (own.joining || !own.peer)) own.peer = address;
    if (!own.peer && *before >= StationStage::associated) own.peer = address;
    // Peers that are reached directly (TDLS) have stages of their own.
    if (own.peer == address) {
        own.stage = after;
        own.unsure = false;
        if (*after >= StationStage::associated) own.joining = false;
    }
    return line.event(wifi::StationState{.address = address, .before = *before, .after = *after});
}

Decoded TraceDecoder::auth_answer(const Line& line) {
    Interface& own = interface(line.interface);
    // mac80211 moves the station first, then passes the answer on; one that moves nothing may be a step of SAE.
    if (own.stage == StationStage::authenticated && own.joining && !own.joining_assoc)
        return line.event(wifi::Authenticated{.bssid = own.peer});
    own.answered = true;
    return noted();
}

Decoded TraceDecoder::assoc_answer(const Line& line) {
    const auto bssid = trace_address(line.fields);
    if (!bssid) return malformed();
    Interface& own = interface(line.interface);
    own.peer = bssid;
    if (!own.stage) {
        own.untold_answer = own.unsure = true;
        return noted();
    }
    own.joining = false;
    if (*own.stage >= StationStage::associated) return line.event(wifi::Associated{.bssid = bssid});
    return line.event(wifi::AssocRejected{.bssid = bssid, .status = 0});
}

Decoded TraceDecoder::comeback(const Line& line) {
    const auto bssid = trace_address(line.fields);
    const auto tu = trace_number(line.fields, "timeout: ");
    if (!bssid || !tu || *tu < 0 || *tu > 0xffff'ffff) return malformed();
    // The line names a wdev, whose number is its own for each phy: whose attempt it is shows the access point.
    Line of = line;
    const auto is_joining = [&](const auto& entry) { return entry.second.joining && entry.second.peer == bssid; };
    auto found = interfaces_.find(newest_attempt_);
    if (found == interfaces_.end() || !is_joining(*found)) found = std::ranges::find_if(interfaces_, is_joining);
    if (line.interface.empty()) {
        if (found == interfaces_.end()) {
            return unrecognized();
        }
        of.interface = found->first;
        of.phy = found->second.phy;
    }
    return of.event(wifi::AssocComeback{.bssid = bssid, .tu = static_cast<std::uint32_t>(*tu)});
}

// Where links may stand unseen, a failed attempt would look like one without a link before.
Decoded TraceDecoder::auth_timeout(const Line& line) {
    if (interface(line.interface).unsure) return noted();
    return line.event(wifi::AuthTimedOut{.bssid = trace_address(line.fields)});
}

Decoded TraceDecoder::assoc_failure(const Line& line) {
    if (trace_number(line.fields, "timeout: ") == 0 || interface(line.interface).unsure) return noted();
    return line.event(wifi::AssocTimedOut{.bssid = trace_address(line.fields)});
}

Decoded TraceDecoder::asked_to_connect(const Line& line) {
    return line.event(wifi::UserRequest{.who = std::string(line.task), .what = "connect", .person = false});
}

// What only an associated station is given: keys, and leave to send.
Decoded TraceDecoder::station_changed(const Line& line) {
    Interface& own = interface(line.interface);
    // Without the stages nothing but what follows shows that the association was granted.
    if (std::exchange(own.untold_answer, false)) {
        own.joining = own.unsure = false;
        return line.event(wifi::Associated{.bssid = own.peer});
    }
    if (line.name != "rdev_change_station") return noted();
    const auto address = trace_address(line.fields);
    const auto set = trace_number(line.fields, "station flags set: ");
    if (!address || !set) return malformed();
    return (*set & flag_authorized) != 0 ? line.event(wifi::Authorized{.bssid = address}) : noted();
}

}  // namespace wlanmedic::evidence
