// SPDX-License-Identifier: MIT
#include "evidence/kernel_message.h"

#include <algorithm>
#include <array>

#include "evidence/decode_words.h"
#include "wifi/codes.h"
#include "wifi/text_cursor.h"

namespace wlanmedic::evidence {
namespace {

using wifi::MacAddress;
using wifi::Payload;
using wifi::Sender;
using Kind = Decoded::Kind;

// The verdict on one wording: nothing where it is another one, else a payload, or none where it broke off.
using Attempt = std::optional<std::optional<Payload>>;

constexpr std::optional<Payload> broken = std::nullopt;

// An address at the cursor; where somebody blanked it out in a way of his own ("...", "[redacted]"), the word is
// eaten and the address stays unknown.
std::optional<MacAddress> take_address(wifi::TextCursor& cursor) {
    if (const auto address = MacAddress::parse(cursor.rest().substr(0, 17))) {
        cursor.take(cursor.rest().substr(0, 17));
        return address;
    }
    if (cursor.peek() == '[') {
        const std::size_t end = cursor.rest().find(']');
        if (end != std::string_view::npos) {
            cursor.take(cursor.rest().substr(0, end + 1));
            return std::nullopt;
        }
    }
    cursor.take_word();
    return std::nullopt;
}

// " (Reason: 3=DEAUTH_LEAVING)", in old kernels " (Reason: 3)".
std::optional<std::uint16_t> take_reason(wifi::TextCursor& cursor) {
    cursor.skip_spaces();
    if (!cursor.take("(Reason: ") && !cursor.take("(reason: ") && !cursor.take("(reason=")) return std::nullopt;
    return cursor.take_whole_number<std::uint16_t>();
}

// " (try 2/3)".
std::optional<int> take_try(wifi::TextCursor& cursor) {
    if (!cursor.take(" (try ")) {
        return cursor.take(" try ") ? cursor.take_whole_number<int>() : std::nullopt;
    }
    return cursor.take_whole_number<int>();
}

Attempt join_started(wifi::TextCursor cursor) {
    if (!cursor.take("authenticate with ")) return std::nullopt;
    return wifi::JoinStarted{.bssid = take_address(cursor)};
}

Attempt auth_requested(wifi::TextCursor cursor) {
    if (!cursor.take("send auth to ")) return std::nullopt;
    const auto bssid = take_address(cursor);
    const auto attempt = take_try(cursor);
    return attempt ? Payload{wifi::AuthRequested{.bssid = bssid, .attempt = *attempt}} : broken;
}

Attempt authenticated(wifi::TextCursor cursor) {
    if (cursor.rest() != "authenticated") return std::nullopt;
    return wifi::Authenticated{};
}

Attempt auth_timed_out(wifi::TextCursor cursor) {
    if (!cursor.take("authentication with ")) return std::nullopt;
    const auto bssid = take_address(cursor);
    return cursor.take(" timed out") ? Payload{wifi::AuthTimedOut{.bssid = bssid}} : broken;
}

Attempt assoc_requested(wifi::TextCursor cursor) {
    if (!cursor.take("associate with ")) return std::nullopt;
    const auto bssid = take_address(cursor);
    const auto attempt = take_try(cursor);
    return attempt ? Payload{wifi::AssocRequested{.bssid = bssid, .attempt = *attempt}} : broken;
}

Attempt assoc_response(wifi::TextCursor cursor) {
    if (!cursor.take("RX AssocResp from ") && !cursor.take("RX ReassocResp from ")) return std::nullopt;
    const auto bssid = take_address(cursor);
    const std::size_t status = cursor.rest().find("status=");
    if (status == std::string_view::npos) return broken;
    wifi::TextCursor digits(cursor.rest().substr(status + 7));
    const auto code = digits.take_whole_number<std::uint16_t>();
    return code ? Payload{wifi::AssocResponse{.bssid = bssid, .status = *code}} : broken;
}

Attempt associated(wifi::TextCursor cursor) {
    if (cursor.rest() != "associated") return std::nullopt;
    return wifi::Associated{};
}

Attempt assoc_timed_out(wifi::TextCursor cursor) {
    if (!cursor.take("association with ")) return std::nullopt;
    const auto bssid = take_address(cursor);
    return cursor.take(" timed out") ? Payload{wifi::AssocTimedOut{.bssid = bssid}} : broken;
}

Attempt ended_by_access_point(wifi::TextCursor cursor) {
    const bool disassociation = cursor.take("disassociated from ");
    if (!disassociation && !cursor.take("deauthenticated from ")) return std::nullopt;
    const auto from = take_address(cursor);
    const bool joining = cursor.take(" while associating");
    const auto reason = take_reason(cursor);
    if (!reason) return broken;
    return wifi::Deauthenticated{.by = Sender::access_point,
                                 .from = from,
                                 .reason = *reason,
                                 .disassociation = disassociation,
                                 .joining = joining};
}

Attempt ended_by_local_choice(wifi::TextCursor cursor) {
    wifi::Deauthenticated end{.by = Sender::local};
    if (cursor.take("aborting authentication with ") || cursor.take("aborting association with "))
        end.joining = true;
    else if (cursor.take("disassociating from "))
        end.disassociation = true;
    else if (!cursor.take("deauthenticating from "))
        return std::nullopt;
    end.to = take_address(cursor);
    if (!cursor.take(" by local choice")) return broken;
    const auto reason = take_reason(cursor);
    if (!reason) return broken;
    end.reason = *reason;
    return end;
}

Attempt connection_lost(wifi::TextCursor cursor) {
    if (!cursor.take("Connection to AP ")) return std::nullopt;
    const auto bssid = take_address(cursor);
    return cursor.take(" lost") ? Payload{wifi::ConnectionLoss{.bssid = bssid}} : broken;
}

Attempt roam_requested(wifi::TextCursor cursor) {
    if (!cursor.take("disconnect from AP ")) return std::nullopt;
    const auto from = take_address(cursor);
    if (!cursor.take(" for new auth to ") && !cursor.take(" for new assoc to ")) return broken;
    return wifi::RoamRequested{.from = from, .to = take_address(cursor)};
}

// Wordings printed only by kernels built with MAC80211_MLME_DEBUG, and by kernels before 3.9 in any build.
Attempt probing(wifi::TextCursor cursor) {
    if (cursor.take("detected beacon loss from AP")) return wifi::BeaconLoss{};
    if (cursor.take("No probe response from AP ") || cursor.take("No ack for nullfunc frame to AP ")) {
        wifi::Deauthenticated end{.by = Sender::local, .reason = wifi::reason_disassoc_due_to_inactivity};
        end.to = take_address(cursor);
        if (cursor.rest().find("disconnect") == std::string_view::npos) return std::nullopt;
        return end;
    }
    return std::nullopt;
}

// mac80211 gives up a link on its own judgement and says why in words of many kinds, all ending alike. No reason
// code.
Attempt gave_up(wifi::TextCursor cursor) {
    const std::string_view text = cursor.rest();
    const bool ends = text.ends_with(", disconnecting") || text.ends_with("- disconnect") ||
                      text.ends_with(", disconnect") ||
                      text.find(", disconnecting (err=") != std::string_view::npos;
    if (!ends && !text.starts_with("Driver requested disconnection from AP ")) return std::nullopt;
    return wifi::Deauthenticated{.by = Sender::local};
}

// Wordings that begin with the address of the access point.
Attempt about_access_point(wifi::TextCursor cursor) {
    const auto bssid = take_address(cursor);
    if (!bssid && cursor.rest().empty()) return std::nullopt;
    if (cursor.take(" denied authentication (status ")) {
        const auto status = cursor.take_whole_number<std::uint16_t>();
        return status ? Payload{wifi::AuthRejected{.bssid = bssid, .status = *status}} : broken;
    }
    if (cursor.take(" denied association (code=")) {
        const auto status = cursor.take_whole_number<std::uint16_t>();
        return status ? Payload{wifi::AssocRejected{.bssid = bssid, .status = *status}} : broken;
    }
    if (cursor.take(" rejected association temporarily; comeback duration ")) {
        const auto tu = cursor.take_whole_number<std::uint32_t>();
        return tu ? Payload{wifi::AssocComeback{.bssid = bssid, .tu = *tu}} : broken;
    }
    return std::nullopt;
}

constexpr std::array attempts{
    join_started,    auth_requested, authenticated,   auth_timed_out,        assoc_requested,
    assoc_response,  associated,     assoc_timed_out, ended_by_access_point, ended_by_local_choice,
    connection_lost, roam_requested, probing,         about_access_point,    gave_up};

// Other words of mac80211 about an interface that are understood and change nothing.
constexpr std::array<std::string_view, 23> harmless{"disabling HT",
                                                    "disabling VHT",
                                                    "disabling HE",
                                                    "disabling EHT",
                                                    "bad VHT capabilities",
                                                    "bad HE",
                                                    "Limiting TX power",
                                                    "AP bug:",
                                                    "AP has invalid WMM",
                                                    "direct probe to",
                                                    "waiting for beacon from",
                                                    "Wrong control channel",
                                                    "dropped data frame to",
                                                    "invalid AID value",
                                                    "unexpected authentication",
                                                    "SAE peer confirmed",
                                                    "entered promiscuous",
                                                    "left promiscuous",
                                                    "capabilities/regulatory prevented",
                                                    "moving STA",
                                                    "renamed from",
                                                    "cancelling AP probe",
                                                    "not associated, ignoring"};

Decoded about_interface(std::string_view interface, std::string_view text) {
    Decoded decoded;
    decoded.interface = interface;
    wifi::TextCursor cursor(text);
    if (cursor.take("[link ")) {  // MLO: link_info() of net/mac80211/ieee80211_i.h
        cursor.take_number<int>();
        cursor.take("] ");
    }
    for (const auto attempt : attempts) {
        const Attempt result = attempt(cursor);
        if (!result) continue;
        decoded.kind = *result ? Kind::event : Kind::malformed;
        decoded.payload = *result;
        return decoded;
    }
    const bool noted = std::ranges::any_of(
        harmless, [&](std::string_view words) { return cursor.rest().find(words) != std::string_view::npos; });
    if (noted)
        decoded.kind = Kind::noted;
    else
        decoded.kind = looks_wireless(interface) ? Kind::unrecognized : Kind::foreign;
    return decoded;
}

Decoded about_driver(std::string_view message, const driver::Match& match) {
    Decoded decoded;
    if (match.device.starts_with("phy")) decoded.phy = match.device;
    if (match.pattern == nullptr) {
        decoded.kind = Kind::unrecognized;
        return decoded;
    }
    decoded.kind = Kind::event;
    switch (match.pattern->happening) {
        case driver::Happening::firmware_error:
            decoded.payload =
                wifi::FirmwareError{.driver = match.profile->name, .device = std::string(match.device)};
            break;
        case driver::Happening::decrypt_failure: decoded.payload = wifi::DecryptFailure{}; break;
        case driver::Happening::hardware_restarted:
            decoded.payload = wifi::HardwareRestarted{.phy = decoded.phy};
            break;
        case driver::Happening::radio_blocked: decoded.payload = wifi::RadioBlocked{}; break;
        case driver::Happening::radio_unblocked: decoded.payload = wifi::RadioUnblocked{}; break;
        case driver::Happening::noted: decoded.kind = Kind::noted; break;
    }
    // "mac80211_hwsim hwsim2 wlan2: …": netdev_info() puts the interface after driver and device.
    const std::size_t colon = message.find(": ");
    if (colon != std::string_view::npos) {
        const std::string_view word = message.substr(0, colon).substr(message.substr(0, colon).rfind(' ') + 1);
        if (is_interface_name(word) && looks_wireless(word)) decoded.interface = word;
    }
    return decoded;
}

Decoded make(Payload payload) {
    Decoded decoded;
    decoded.kind = Kind::event;
    decoded.payload = std::move(payload);
    return decoded;
}

Decoded noted() {
    Decoded decoded;
    decoded.kind = Kind::noted;
    return decoded;
}

// kernel/power/suspend.c, kernel/power/hibernate.c; before 4.20 "PM: Syncing filesystems" and no exit line.
std::optional<Decoded> about_machine(std::string_view message) {
    if (message.starts_with("Linux version ")) return make(wifi::Booted{});
    if (message.starts_with("PM: suspend entry") || message.starts_with("PM: hibernation: hibernation entry") ||
        message.starts_with("PM: hibernation entry"))
        return make(wifi::Suspended{});
    if (message.starts_with("PM: suspend exit") || message.starts_with("PM: hibernation: hibernation exit") ||
        message.starts_with("PM: hibernation exit") || message.starts_with("PM: Finishing wakeup"))
        return make(wifi::Resumed{});
    return std::nullopt;
}

// "ieee80211 phy2: Hardware restart was requested" (net/mac80211/main.c); a phy may have been renamed.
std::optional<Decoded> about_phy(std::string_view message) {
    wifi::TextCursor cursor(message);
    if (!cursor.take("ieee80211 ")) return std::nullopt;
    const std::string_view phy = cursor.rest().substr(0, cursor.rest().find(':'));
    if (phy.empty() || phy.size() == cursor.rest().size() || phy.find(' ') != std::string_view::npos)
        return std::nullopt;
    cursor.take(phy);
    cursor.take(": ");
    Decoded decoded;
    if (cursor.rest() == "Hardware restart was requested")
        decoded = make(wifi::HardwareRestarted{.phy = std::string(phy)});
    else if (cursor.take("Selected rate control algorithm"))
        decoded = noted();
    else
        return std::nullopt;
    decoded.phy = phy;
    return decoded;
}

std::optional<Decoded> about_address_configuration(std::string_view message) {
    wifi::TextCursor cursor(message);
    if (!cursor.take("IPv6: ADDRCONF(") && !cursor.take("ADDRCONF(")) return std::nullopt;
    const std::size_t close = cursor.rest().find("): ");
    if (close == std::string_view::npos) return noted();
    cursor.take(cursor.rest().substr(0, close + 3));
    const std::string_view interface = cursor.rest().substr(0, cursor.rest().find(':'));
    if (!is_interface_name(interface)) return noted();
    cursor.take(interface);
    // The supplicant sets the link's operational state only once its keys are in place (RFC 2863,
    // IF_OPER_DORMANT).
    if (cursor.rest() != ": link becomes ready") return noted();
    Decoded decoded = make(wifi::Authorized{});
    decoded.interface = interface;
    return decoded;
}

}  // namespace

bool looks_wireless(std::string_view interface) {
    if (interface.size() < 3) return false;
    if (interface.starts_with("wlan") || interface.starts_with("wifi") || interface.starts_with("wlp") ||
        interface.starts_with("wlx") || interface.starts_with("wls") || interface.starts_with("wlo") ||
        interface.starts_with("wlc") || interface.starts_with("wlu") || interface.starts_with("wlan") ||
        interface.starts_with("p2p-"))
        return true;
    return interface.size() > 3 && interface.starts_with("ath") && interface[3] >= '0' && interface[3] <= '9';
}

Decoded decode_kernel_message(std::string_view message, const driver::Catalog& drivers) {
    if (auto decoded = about_machine(message)) return *decoded;
    if (auto decoded = about_phy(message)) return *decoded;
    if (auto decoded = about_address_configuration(message)) return *decoded;
    if (message.starts_with("cfg80211: ") || message.starts_with("mac80211: ") ||
        message.starts_with("lib80211: "))
        return noted();
    if (const auto match = drivers.match(message)) {
        Decoded decoded = about_driver(message, *match);
        if (decoded.kind != Kind::unrecognized) return decoded;
        // The driver's own prefix before words of mac80211: "mac80211_hwsim hwsim2 wlan2: disabling HT/VHT/HE as
        // …".
        const bool known = std::ranges::any_of(
            harmless, [&](std::string_view words) { return message.find(words) != std::string_view::npos; });
        if (known) decoded.kind = Kind::noted;
        return decoded;
    }
    const std::string_view first = message.substr(0, message.find(": "));
    if (first.size() != message.size() && is_interface_name(first))
        return about_interface(first, message.substr(first.size() + 2));
    return Decoded::foreign();
}

std::vector<std::string_view> kernel_literals() {
    return {": authenticate with ",
            ": send auth to ",
            ": authenticated",
            ": authentication with ",
            ": associate with ",
            ": associated",
            ": association with ",
            "ssocResp from ",
            " denied a",
            " rejected association temporarily",
            ": deauthenticat",
            ": disassociat",
            ": aborting a",
            ": Connection to AP ",
            ": Driver requested disconnection",
            ": disconnect from AP ",
            ", disconnect",
            ". disconnect",
            "driver doesn't support chan-switch",
            "driver requested disconnect",
            "- disconnect",
            ": detected beacon loss",
            ": No probe response",
            ": No ack for nullfunc",
            "80211",
            "wlan",
            "wifi",
            "wlp",
            "wlx",
            "wls",
            "wlo",
            "wlu",
            "wlc",
            "ath0",
            "ath1",
            "ath2",
            "ath3",
            "ath4",
            "ath5",
            "ath6",
            "ath7",
            "ath8",
            "ath9",
            "p2p-",
            "Linux version ",
            "PM: suspend e",
            "PM: hibernation",
            "PM: Finishing wakeup",
            "ADDRCONF(",
            "[link "};
}

}  // namespace wlanmedic::evidence
