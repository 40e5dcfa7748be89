// SPDX-License-Identifier: MIT
#include "evidence/iwd_log.h"

#include "evidence/decode_words.h"

namespace wlanmedic::evidence {
namespace {

using wifi::Sender;
using Kind = Decoded::Kind;

constexpr std::size_t most_interfaces = 64;

// "src/station.c:station_enter_state() Old State: …": where a debug line comes from.
std::string_view without_place(std::string_view text) {
    if (!text.starts_with("src/")) return text;
    const std::size_t end = text.substr(0, 160).find("() ");
    return end == std::string_view::npos ? text : text.substr(end + 3);
}

bool is_linked_state(std::string_view state) {
    return state == "connected" || state == "connecting (netconfig)" || state.ends_with("roaming");
}

// "ssid: …, bss: 02:…, signal: -40, load: 3/255": the SSID is anything, what follows it is not.
std::optional<wifi::MacAddress> bss_of(std::string_view text) {
    const std::size_t at = text.rfind("bss: ");
    if (at == std::string_view::npos) return std::nullopt;
    wifi::TextCursor cursor(text.substr(at + 5));
    const std::string_view word = cursor.rest().substr(0, cursor.rest().find(','));
    wifi::TextCursor address(word);
    return take_some_address(address);
}

}  // namespace

void IwdLog::saw(std::string_view interface) {
    if (interface.empty() || several_ || name_ == interface || interface == unnamed) return;
    if (name_.empty()) {
        name_ = interface;
    } else {
        name_.clear();
        several_ = true;
    }
}

std::string IwdLog::interface_at(std::string_view text, std::string_view key) const {
    const auto index = number_after<int>(text, key);
    const auto found = index ? names_.find(*index) : names_.end();
    return found == names_.end() ? std::string() : found->second;
}

Decoded IwdLog::decode_state(std::string_view before, std::string_view after) {
    if (before.empty() || after.empty()) return of_kind(Kind::malformed);
    const bool was = is_linked_state(before);
    const bool is = is_linked_state(after);
    // iwd is the supplicant: that it is connected is first-hand. It says so when the keys are there, with its own
    // DHCP before 3.0 only when an address is.
    if (is && !was) {
        linked_ = true;
        return an_event(wifi::Associated{});
    }
    if (before.ends_with("roaming") && after == "connected") {
        linked_ = true;
        return an_event(wifi::Associated{});
    }
    if (after == "disconnecting" && linked_) {
        linked_ = false;
        return an_event(wifi::Disconnected{.by = Sender::local, .reason = 3});
    }
    if (after == "disconnected" && linked_ && was) {
        linked_ = false;
        return an_event(wifi::Disconnected{});
    }
    return an_event(wifi::ManagerState{
        .manager = "iwd", .before = std::string(before.substr(0, 64)), .after = std::string(after.substr(0, 64))});
}

// iwd 2.16 and later: "event: state, old: connecting, new: connected".
Decoded IwdLog::decode_notice(std::string_view text) {
    wifi::TextCursor cursor(text);
    if (cursor.take("state, old: ")) {
        const std::size_t comma = cursor.rest().find(", new: ");
        if (comma == std::string_view::npos) return of_kind(Kind::malformed);
        return decode_state(cursor.rest().substr(0, comma), cursor.rest().substr(comma + 7));
    }
    if (cursor.take("connect-info, "))
        return an_event(wifi::AuthRequested{.bssid = bss_of(cursor.rest()), .attempt = 1});
    if (cursor.take("roam-info, ")) return an_event(wifi::RoamRequested{.from = {}, .to = bss_of(cursor.rest())});
    if (cursor.take("connect-failed, ")) {
        if (const auto status = number_after<std::uint16_t>(cursor.rest(), "status: "))
            return an_event(wifi::AssocRejected{.bssid = {}, .status = *status});
        const auto reason = number_after<std::uint16_t>(cursor.rest(), "reason: ");
        if (!reason) return of_kind(Kind::malformed);
        linked_ = false;
        wifi::Deauthenticated end;
        end.by = Sender::local;
        end.reason = *reason;
        end.joining = true;
        return an_event(end);
    }
    if (cursor.take("disconnect-info, ")) {
        // "Received Deauthentication event" has told the same, and by whom.
        if (!linked_) return of_kind(Kind::noted);
        linked_ = false;
        return an_event(
            wifi::Disconnected{.reason = number_after<std::uint16_t>(cursor.rest(), "reason: ").value_or(0)});
    }
    if (cursor.take("connect-timeout, ")) {
        // enum nl80211_timeout_reason: 1 scan, 2 authentication, 3 association.
        if (number_after<int>(cursor.rest(), "reason: ") == 2) return an_event(wifi::AuthTimedOut{});
        return an_event(wifi::AssocTimedOut{});
    }
    if (cursor.take("authentication-timeout")) return an_event(wifi::AuthTimedOut{});
    if (cursor.take("association-timeout")) return an_event(wifi::AssocTimedOut{});
    if (cursor.take("ft-roam-failed") || cursor.take("roam-scan")) return of_kind(Kind::noted);
    return of_kind(Kind::unrecognized);
}

Decoded IwdLog::decode_words(std::string_view text) {
    wifi::TextCursor cursor(text);
    if (cursor.take("event: ")) return decode_notice(cursor.rest());
    if (cursor.take("Old State: ")) {
        const std::size_t comma = cursor.rest().find(", new state: ");
        if (comma == std::string_view::npos) return of_kind(Kind::malformed);
        return decode_state(cursor.rest().substr(0, comma), cursor.rest().substr(comma + 13));
    }
    if (cursor.take("Received Deauthentication event, reason: ")) {
        const auto reason = cursor.take_number<std::uint16_t>();
        if (!reason) return of_kind(Kind::malformed);
        linked_ = false;
        wifi::Disconnected end{.by = Sender::unknown, .reason = *reason};
        if (cursor.rest().starts_with(", from_ap: true")) end.by = Sender::access_point;
        if (cursor.rest().starts_with(", from_ap: false")) end.by = Sender::local;
        return an_event(end);
    }
    if (cursor.take("unprotected disconnect event, src=") || cursor.take("disconnect event, src=")) {
        const auto from = take_some_address(cursor);
        cursor.take(" dest=");
        const auto to = take_some_address(cursor);
        const auto reason = number_after<std::uint16_t>(cursor.rest(), "reason=");
        if (!reason) return of_kind(Kind::malformed);
        return an_event(wifi::UnprotectedDeauth{.from = from, .to = to, .reason = *reason});
    }
    if (cursor.take("deauth event, src=")) {
        wifi::Deauthenticated end;
        end.by = Sender::access_point;
        end.from = take_some_address(cursor);
        end.reason = number_after<std::uint16_t>(cursor.rest(), "reason=").value_or(0);
        end.joining = true;
        return an_event(end);
    }
    if (cursor.take("connecting to BSS ") || cursor.take("Attempting to connect to next BSS "))
        return an_event(wifi::AuthRequested{.bssid = take_some_address(cursor), .attempt = 1});
    if (cursor.take("authentication event timed out")) return an_event(wifi::AuthTimedOut{});
    if (cursor.take("association timed out")) return an_event(wifi::AssocTimedOut{});
    if (cursor.take("connect event timed out, reason="))
        return cursor.peek() == '2' ? an_event(wifi::AuthTimedOut{}) : an_event(wifi::AssocTimedOut{});
    if (cursor.take("Beacon lost event")) return an_event(wifi::BeaconLoss{});
    if (cursor.take("Signal change event (")) {
        const auto dbm = number_after<int>(cursor.rest(), "signal=");
        return dbm ? an_event(wifi::SignalReport{.bssid = {}, .dbm = *dbm}) : of_kind(Kind::noted);
    }
    if (cursor.take("EAP completed with eapFail")) return an_event(wifi::EapFailed{});
    if (cursor.take("EAP completed with eapTimeout")) return an_event(wifi::EapFailed{.timed_out = true});
    if (cursor.take("4-Way handshake failed for ifindex: ")) {
        linked_ = false;
        wifi::Deauthenticated end;
        end.by = Sender::local;
        end.reason = number_after<std::uint16_t>(cursor.rest(), "reason: ").value_or(0);
        end.joining = true;
        return on_interface(interface_at(text, "ifindex: "), an_event(end));
    }
    if (cursor.take("autoconnect: No suitable BSSes found")) return an_event(wifi::NetworkNotFound{});
    if (cursor.take("Channel switch event, frequency: "))
        return an_event(wifi::ChannelSwitched{.frequency = cursor.take_number<int>().value_or(0)});
    if (cursor.take("Unexpected disconnect event") || cursor.take("SA Query timed out"))
        return of_kind(Kind::noted);
    if (cursor.take("Created interface ")) {
        const std::size_t open = cursor.rest().find('[');
        const auto index = number_after<int>(cursor.rest(), "[");
        if (open == std::string_view::npos || !index) return of_kind(Kind::malformed);
        const std::string_view name = cursor.rest().substr(0, open);
        if (may_be_interface(name) && (names_.size() < most_interfaces || names_.contains(*index))) {
            names_[*index] = name;
            saw(name);
        }
        return of_kind(Kind::noted);
    }
    for (const std::string_view key : {"Quick scan triggered for ", "Scan triggered for "})
        if (cursor.take(key)) {
            const std::string_view name = cursor.take_word();
            return may_be_interface(name) ? on_interface(name, an_event(wifi::ScanStarted{}))
                                          : of_kind(Kind::malformed);
        }
    if (cursor.rest().find("failed for ifindex") != std::string_view::npos) return of_kind(Kind::unrecognized);
    return of_kind(Kind::noted);
}

Decoded IwdLog::decode(std::string_view message) {
    Decoded decoded = decode_words(without_place(message));
    if (decoded.kind != Kind::event) return decoded;
    if (decoded.interface.empty()) decoded.interface = name_;
    // With several interfaces nothing says which one is meant.
    if (decoded.interface.empty() && several_) return of_kind(Kind::unrecognized);
    if (decoded.interface.empty()) decoded.interface = unnamed;
    saw(decoded.interface);
    return decoded;
}

}  // namespace wlanmedic::evidence
