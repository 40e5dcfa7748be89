// SPDX-License-Identifier: MIT
#include "evidence/supplicant_log.h"

#include <algorithm>

#include "evidence/decode_words.h"
#include "evidence/supplicant_message.h"

namespace wlanmedic::evidence {
namespace {

using Kind = Decoded::Kind;

// Without an interface these would be taken for every interface's.
bool needs_interface(const wifi::Payload& payload) {
    return !(std::holds_alternative<wifi::RadioBlocked>(payload) ||
             std::holds_alternative<wifi::RadioUnblocked>(payload) ||
             std::holds_alternative<wifi::RegulatoryChanged>(payload) ||
             std::holds_alternative<wifi::UserRequest>(payload));
}

}  // namespace

SupplicantLog::Interface* SupplicantLog::known(std::string_view name) {
    const auto found = std::ranges::find(interfaces_, name, &Interface::name);
    if (found != interfaces_.end()) return &*found;
    if (interfaces_.size() >= most) {
        too_many_ = true;
        return nullptr;
    }
    return &interfaces_.emplace_back(Interface{.name = std::string(name), .bssid = {}});
}

std::string SupplicantLog::only_interface() const {
    return interfaces_.size() == 1 && !too_many_ ? interfaces_.front().name : std::string();
}

std::string SupplicantLog::interface_of(const std::optional<wifi::MacAddress>& bssid) const {
    const Interface* found = nullptr;
    for (const Interface& interface : interfaces_) {
        if (!bssid || interface.bssid != bssid) continue;
        if (found != nullptr) return {};
        found = &interface;
    }
    return found != nullptr ? found->name : only_interface();
}

bool SupplicantLog::is_ours(const wifi::MacAddress& bssid) const {
    return std::ranges::find(ours_, bssid) != ours_.end();
}

void SupplicantLog::note_ours(const std::optional<wifi::MacAddress>& bssid) {
    if (!bssid || is_ours(*bssid)) return;
    if (ours_.size() >= most) ours_.erase(ours_.begin());
    ours_.push_back(*bssid);
}

Decoded SupplicantLog::decode(std::string_view message) {
    std::string_view words = message;
    const std::string_view interface = take_supplicant_prefix(words);
    // The P2P device shares the radio and has no link.
    if (interface.starts_with("p2p-dev-")) return of_kind(Kind::noted);
    // IEEE 802.1X over a wire: the group address of port access entities stands for the switch.
    if (words.find("01:80:c2:00:00:03") != std::string_view::npos) return of_kind(Kind::noted);
    if (!interface.empty() && words.starts_with("Event ")) {
        if (words.starts_with("Event SCAN_RESULTS (")) {
            scanned_ = interface;
            told_.clear();
            return of_kind(Kind::noted);
        }
        if (words.starts_with("Event UNPROT_")) {
            event_interface_ = interface;
            return of_kind(Kind::noted);
        }
        return Decoded::foreign();
    }
    if (!interface.empty() && words.starts_with("nl80211: Scan aborted")) {
        aborted_ = true;
        return of_kind(Kind::noted);
    }
    if (words.starts_with("Initializing interface '")) {
        wifi::TextCursor cursor(words);
        const auto name = take_between(cursor, "Initializing interface '", "'");
        if (name && may_be_interface(*name) && !name->starts_with("p2p-dev-")) known(*name);
        return of_kind(Kind::noted);
    }
    Decoded decoded = read_supplicant_message(message).decoded;
    if (decoded.kind != Kind::event) return decoded;
    decoded = follow(std::move(decoded));
    if (decoded.kind != Kind::event) return decoded;
    place(decoded);
    if (decoded.interface.empty() && needs_interface(*decoded.payload)) return of_kind(Kind::unrecognized);
    return decoded;
}

void SupplicantLog::place(Decoded& decoded) const {
    if (!decoded.interface.empty()) return;
    if (std::holds_alternative<wifi::UnprotectedDeauth>(*decoded.payload) && !event_interface_.empty())
        decoded.interface = event_interface_;
    else
        decoded.interface = interface_of(wifi::bssid_of(*decoded.payload));
}

Decoded SupplicantLog::follow_scan(Decoded decoded, wifi::ScanFinished scan) {
    if (!decoded.interface.empty()) {
        told_.clear();
        return decoded;
    }
    if (!scan.frequencies.empty()) {
        frequencies_ = std::move(scan.frequencies);
        return of_kind(Kind::noted);
    }
    // Others look at the same results again: only the first look is the end of the scan.
    if (scanned_.empty()) return of_kind(Kind::noted);
    scan.frequencies = std::exchange(frequencies_, {});
    scan.aborted = std::exchange(aborted_, false);
    decoded.interface = std::exchange(scanned_, {});
    decoded.payload = std::move(scan);
    return decoded;
}

Decoded SupplicantLog::follow(Decoded decoded) {
    wifi::Payload& payload = *decoded.payload;
    if (auto* scan = std::get_if<wifi::ScanFinished>(&payload)) return follow_scan(std::move(decoded), *scan);
    if (const auto* seen = std::get_if<wifi::NetworkSeen>(&payload)) {
        const bool wanted =
            seen->bssid && is_ours(*seen->bssid) && std::ranges::find(told_, *seen->bssid) == told_.end();
        if (!wanted) return of_kind(Kind::noted);
        told_.push_back(*seen->bssid);
        return decoded;
    }
    if (decoded.interface.empty()) decoded.interface = interface_of(wifi::bssid_of(payload));
    Interface* interface = decoded.interface.empty() ? nullptr : known(decoded.interface);
    if (interface == nullptr) return decoded;
    if (const auto* type = std::get_if<wifi::InterfaceType>(&payload)) {
        interface->linked = false;
        // After its hotspot wpa_supplicant says once more that it disconnected, from itself.
        interface->access_point = interface->access_point || type->type != "station";
        return decoded;
    }
    if (interface->access_point) {
        if (std::holds_alternative<wifi::Disconnected>(payload)) interface->access_point = false;
        if (std::holds_alternative<wifi::AuthRequested>(payload) ||
            std::holds_alternative<wifi::AssocRequested>(payload))
            interface->access_point = false;
        else
            return of_kind(Kind::noted);
    }
    if (const auto* attempt = std::get_if<wifi::AuthRequested>(&payload)) {
        const auto from = interface->bssid;
        const bool leaves = std::exchange(interface->linked, false);
        interface->bssid = attempt->bssid;
        note_ours(attempt->bssid);
        // mac80211 leaves its access point before it authenticates with one, be it the same.
        if (leaves) payload = wifi::RoamRequested{.from = from, .to = interface->bssid};
    } else if (const auto* request = std::get_if<wifi::AssocRequested>(&payload)) {
        note_ours(request->bssid);
        if (!interface->linked && request->bssid) interface->bssid = request->bssid;
    } else if (const auto* linked = std::get_if<wifi::Associated>(&payload)) {
        note_ours(linked->bssid);
        interface->bssid = linked->bssid;
        interface->linked = true;
    } else if (const auto* authorized = std::get_if<wifi::Authorized>(&payload)) {
        note_ours(authorized->bssid);
        interface->bssid = authorized->bssid;
        interface->linked = true;
    } else if (std::holds_alternative<wifi::Disconnected>(payload)) {
        interface->linked = false;
    } else if (const auto* wish = std::get_if<wifi::UserRequest>(&payload); wish && wish->what == "stop") {
        interface->linked = false;
    }
    return decoded;
}

}  // namespace wlanmedic::evidence
