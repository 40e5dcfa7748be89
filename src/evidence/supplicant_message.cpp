// SPDX-License-Identifier: MIT
#include "evidence/supplicant_message.h"

#include <fmt/format.h>

#include "evidence/decode_words.h"
#include "evidence/supplicant_event.h"

namespace wlanmedic::evidence {
namespace {

using Kind = Decoded::Kind;

SupplicantMessage decode_sme(wifi::TextCursor cursor) {
    if (cursor.take("Trying to authenticate with "))
        return own(an_event(wifi::AuthRequested{.bssid = take_some_address(cursor), .attempt = 1}));
    if (cursor.take("Authentication timed out") || cursor.rest() == "Authentication timeout")
        return own(an_event(wifi::AuthTimedOut{}));
    if (cursor.take("Association timed out") || cursor.rest() == "Association timeout")
        return own(an_event(wifi::AssocTimedOut{}));
    if (cursor.take("Authentication response: peer=")) {
        const auto peer = take_some_address(cursor);
        const auto status = number_after<std::uint16_t>(cursor.rest(), "status_code=");
        const auto type = number_after<int>(cursor.rest(), "auth_type=");
        const auto transaction = number_after<int>(cursor.rest(), "auth_transaction=");
        if (!status) return own(of_kind(Kind::malformed));
        // SAE's first answer is a step; a refusal is told by CTRL-EVENT-AUTH-REJECT.
        if (*status != 0 || (type == 3 && transaction == 1)) return own(of_kind(Kind::noted));
        return own(an_event(wifi::Authenticated{.bssid = peer}));
    }
    if (cursor.rest().find("request to the driver failed") != std::string_view::npos ||
        cursor.rest().starts_with("Failed to"))
        return own(of_kind(Kind::unrecognized));
    return own(of_kind(Kind::noted));
}

// "0: 02:… ssid='…' wpa_ie_len=0 rsn_ie_len=20 caps=0x411 level=-40 freq=2412 ": what the choice is made from.
std::optional<Decoded> decode_choice(wifi::TextCursor cursor) {
    if (!cursor.take_number<int>() || !cursor.take(": ")) return std::nullopt;
    const auto bssid = wifi::MacAddress::parse(cursor.rest().substr(0, 17));
    if (!bssid) return std::nullopt;
    const std::size_t tail = cursor.rest().rfind(" level=");
    if (tail == std::string_view::npos || cursor.rest().substr(17, 7) != " ssid='") return std::nullopt;
    const std::string_view rest = cursor.rest().substr(tail);
    const auto dbm = number_after<int>(rest, " level=");
    const auto frequency = number_after<int>(rest, " freq=");
    if (!dbm || !frequency) return of_kind(Kind::malformed);
    return an_event(wifi::NetworkSeen{.bssid = bssid, .dbm = *dbm, .frequency = *frequency});
}

// Commands that change what becomes of the link; all others only ask.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> commands{{
    {"DISCONNECT", "disconnect"},
    {"REASSOCIATE", "reassociate"},
    {"RECONNECT", "reconnect"},
    {"REATTACH", "reassociate"},
    {"ROAM", "roam"},
    {"SCAN", "scan"},
    {"ABORT_SCAN", "abort scan"},
    {"TERMINATE", "stop"},
    {"RECONFIGURE", "reconfigure"},
    {"DISABLE_NETWORK", "disable network"},
    {"REMOVE_NETWORK", "remove network"},
    {"SELECT_NETWORK", "select network"},
    {"ENABLE_NETWORK", "enable network"},
    {"INTERFACE_REMOVE", "remove interface"},
}};

Decoded decode_command(wifi::TextCursor cursor) {
    const std::string_view words = cursor.rest().substr(0, cursor.rest().rfind('\''));
    const std::string_view command = words.substr(0, words.find(' '));
    for (const auto& [name, what] : commands)
        if (command == name)
            return an_event(
                wifi::UserRequest{.who = "control interface of wpa_supplicant", .what = std::string(what)});
    return of_kind(Kind::noted);
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> methods{{
    {"Interface.Disconnect", "disconnect"},
    {"Interface.Reassociate", "reassociate"},
    {"Interface.Reattach", "reassociate"},
    {"Interface.Reconnect", "reconnect"},
    {"Interface.Roam", "roam"},
    {"Interface.Scan", "scan"},
    {"Interface.SelectNetwork", "select network"},
    {"Interface.RemoveNetwork", "remove network"},
    {"RemoveInterface", "remove interface"},
}};

// "dbus: fi.w1.wpa_supplicant1.Interface.Disconnect (/fi/w1/wpa_supplicant1/Interfaces/0) []", -dd.
Decoded decode_dbus(wifi::TextCursor cursor) {
    const std::string_view method = cursor.take_word();
    if (!cursor.take(" (")) return of_kind(Kind::noted);
    for (const auto& [name, what] : methods)
        if (method == name)
            return an_event(wifi::UserRequest{.who = "D-Bus client of wpa_supplicant", .what = std::string(what)});
    return of_kind(Kind::noted);
}

Decoded decode_deauth_request(wifi::TextCursor cursor) {
    const std::size_t at = cursor.rest().rfind(" state=");
    if (at == std::string_view::npos) return of_kind(Kind::malformed);
    const std::string_view state = cursor.rest().substr(at + 7);
    const bool linked =
        state == "ASSOCIATED" || state == "4WAY_HANDSHAKE" || state == "GROUP_HANDSHAKE" || state == "COMPLETED";
    if (!linked) return of_kind(Kind::noted);
    const auto reason = number_after<int>(cursor.rest(), " reason=");
    return an_event(wifi::UserRequest{.who = std::string(supplicant),
                                      .what = fmt::format("deauthenticate, reason {}", reason.value_or(0))});
}

bool is_control_name(std::string_view word) {
    return word.size() > 4 && word.find('-') != std::string_view::npos &&
           word.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 0 &&
           word.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") == std::string_view::npos;
}

// "Added BSSID … into ignore list, ignoring for 10 seconds"; "blacklist" up to 2.9, without seconds up to 2.8.
std::optional<Decoded> decode_ignore_list(std::string_view text) {
    wifi::TextCursor cursor(text);
    const bool added = cursor.take("Added BSSID ");
    const bool removed = !added && cursor.take("Removed BSSID ");
    if (!added && !removed && !cursor.take("BSSID ")) return std::nullopt;
    const auto bssid = take_some_address(cursor);
    const std::string_view rest = cursor.rest();
    const bool list =
        rest.find("ignore list") != std::string_view::npos || rest.find("blacklist") != std::string_view::npos;
    if (!list) return std::nullopt;
    if (removed) return an_event(wifi::WaitingOver{.who = std::string(supplicant), .bssid = bssid});
    wifi::Waiting waiting{
        .who = std::string(supplicant), .bssid = bssid, .because = "ignore list", .duration = {}};
    if (const auto count = number_after<std::int64_t>(rest, "ignoring for ")) waiting.duration = seconds(*count);
    return an_event(std::move(waiting));
}

// "Unprotected Deauthentication frame dropped: A -> B (reason code 7)".
std::optional<Decoded> decode_unprotected(wifi::TextCursor cursor) {
    if (!cursor.take("Unprotected ")) return std::nullopt;
    const bool disassociation = cursor.take("Disassociation");
    if (!disassociation && !cursor.take("Deauthentication")) return std::nullopt;
    if (!cursor.take(" frame dropped: ")) return std::nullopt;
    const auto from = take_some_address(cursor);
    cursor.take(" -> ");
    const auto to = take_some_address(cursor);
    const auto reason = number_after<std::uint16_t>(cursor.rest(), "reason code ");
    if (!reason) return of_kind(Kind::malformed);
    return an_event(
        wifi::UnprotectedDeauth{.from = from, .to = to, .reason = *reason, .disassociation = disassociation});
}

Decoded decode_rfkill(wifi::TextCursor cursor) {
    if (cursor.take("WLAN soft blocked") || cursor.take("WLAN hard blocked"))
        return an_event(wifi::RadioBlocked{});
    if (cursor.take("WLAN unblocked")) return an_event(wifi::RadioUnblocked{});
    return of_kind(Kind::noted);
}

// "nl80211: Scan included frequencies: 2412 2437", "nl80211: Received scan results (1 BSSes)": without interface.
std::optional<Decoded> decode_scan_words(wifi::TextCursor cursor) {
    if (cursor.take("Scan included frequencies:")) {
        wifi::ScanFinished scan;
        while (cursor.take(" ") && scan.frequencies.size() < 256) {
            const auto frequency = cursor.take_number<int>();
            if (!frequency) break;
            scan.frequencies.push_back(*frequency);
        }
        return an_event(std::move(scan));
    }
    if (!cursor.take("Received scan results (")) return std::nullopt;
    const auto seen = cursor.take_whole_number<int>();
    if (!seen) return of_kind(Kind::malformed);
    return an_event(wifi::ScanFinished{.frequencies = {}, .aborted = false, .seen = seen});
}

// Debug lines with an interface that only wpa_supplicant prints, and that say nothing new.
constexpr std::array<std::string_view, 15> own_debug{"State: ",
                                                     "Considering connect request: ",
                                                     "Request association with ",
                                                     "Selecting BSS from",
                                                     "No APs found",
                                                     "Setting scan request",
                                                     "Starting AP scan",
                                                     "Scan completed in ",
                                                     "New scan results available",
                                                     "Auto connect ",
                                                     "Consecutive connection failures",
                                                     "Removing interface ",
                                                     "Added interface ",
                                                     "Setting authentication timeout",
                                                     "Associated to a new BSS"};

SupplicantMessage decode_words(wifi::TextCursor cursor) {
    if (cursor.take("CTRL-EVENT-")) return decode_control_event(cursor);
    if (cursor.take("SME: ")) return decode_sme(cursor);
    if (cursor.take("Trying to associate with SSID "))
        return own(an_event(wifi::AssocRequested{.bssid = {}, .attempt = 1}));
    if (cursor.take("Trying to associate with "))
        return own(an_event(wifi::AssocRequested{.bssid = take_some_address(cursor), .attempt = 1}));
    if (cursor.take("Associated with ")) {
        if (cursor.at_end()) return own(of_kind(Kind::malformed));
        return own(an_event(wifi::Associated{.bssid = take_some_address(cursor)}));
    }
    if (cursor.take("Authentication with ")) {
        const auto bssid = take_some_address(cursor);
        return cursor.take(" timed out") ? own(an_event(wifi::AuthTimedOut{.bssid = bssid}))
                                         : own(of_kind(Kind::malformed));
    }
    if (cursor.take("WPA: ")) {
        if (cursor.take("4-Way Handshake failed")) return own(an_event(wifi::WrongKey{}));
        if (cursor.rest().starts_with("Key negotiation completed") ||
            cursor.rest().starts_with("Group rekeying completed"))
            return own(of_kind(Kind::noted));
        const bool failed = cursor.rest().find("ailed") != std::string_view::npos;
        return shared(of_kind(failed ? Kind::unrecognized : Kind::foreign));
    }
    // Without the interface up to 2.10.
    if (const auto ignored = decode_ignore_list(cursor.rest())) return own(*ignored);
    if (cursor.take("No suitable network found")) return own(an_event(wifi::NetworkNotFound{}));
    if (cursor.take("Control interface command '")) return own(decode_command(cursor));
    if (cursor.take("Request to deauthenticate - ")) return own(decode_deauth_request(cursor));
    if (cursor.take("Association request to the driver failed") || cursor.take("Failed to initiate AP scan"))
        return own(of_kind(Kind::unrecognized));
    // What follows such a line is about its interface: see SupplicantLog.
    if (cursor.rest().starts_with("Event SCAN_RESULTS (") || cursor.rest().starts_with("Event UNPROT_") ||
        cursor.rest().starts_with("nl80211: Scan aborted"))
        return shared(of_kind(Kind::noted));
    if (cursor.take("nl80211: Scan trigger")) return own(an_event(wifi::ScanStarted{}));
    if (cursor.take("AP-ENABLED")) return shared(an_event(wifi::InterfaceType{.type = "access point"}));
    if (cursor.take("AP-DISABLED")) return shared(an_event(wifi::InterfaceType{.type = "station"}));
    if (const auto choice = decode_choice(cursor)) return own(*choice);
    if (starts_with_any(cursor.rest(), own_debug)) return own(of_kind(Kind::noted));
    if (is_control_name(cursor.rest().substr(0, cursor.rest().find(' ')))) return shared(of_kind(Kind::noted));
    return shared(Decoded::foreign());
}

SupplicantMessage decode_without_interface(std::string_view text) {
    wifi::TextCursor cursor(text);
    if (cursor.take("rfkill: ")) return shared(decode_rfkill(cursor));
    if (cursor.take("dbus: fi.w1.wpa_supplicant1.")) return own(decode_dbus(cursor));
    if (const auto unprotected = decode_unprotected(cursor)) return own(*unprotected);
    if (cursor.take("nl80211: ")) {
        const auto scan = decode_scan_words(cursor);
        return shared(scan ? *scan : Decoded::foreign());
    }
    if (cursor.rest().starts_with("wpa_supplicant v") ||
        cursor.rest().starts_with("Successfully initialized wpa_supplicant") ||
        cursor.rest().starts_with("Initializing interface '"))
        return own(of_kind(Kind::noted));
    return decode_words(cursor);
}

// Names of modules stand where an interface could.
constexpr std::array<std::string_view, 14> modules{"nl80211", "rfkill", "dbus",  "netlink",   "random",
                                                   "wext",    "eloop",  "wpas",  "l2_packet", "wpa_supplicant",
                                                   "ndis",    "bsd",    "wired", "macsec"};

}  // namespace

std::string_view take_supplicant_prefix(std::string_view& text) {
    wifi::TextCursor cursor(text);
    // A time that wpa_supplicant -t put there itself, kept by whoever reads its output.
    if (cursor.peek() >= '0' && cursor.peek() <= '9') {
        wifi::TextCursor ahead = cursor;
        if (ahead.take_number<std::uint64_t>() && ahead.take(".")) {
            const auto fraction = ahead.take_fraction();
            if (fraction && fraction->digits == 6 && ahead.take(": ")) cursor = ahead;
        }
    }
    std::string_view interface;
    if (cursor.take("IFNAME=")) {
        interface = cursor.take_word();
        cursor.skip_spaces();
    }
    if (cursor.peek() == '<') {
        wifi::TextCursor ahead = cursor;
        ahead.take("<");
        if (ahead.take_number<unsigned>() && ahead.take(">")) cursor = ahead;
    }
    const std::size_t colon = cursor.rest().substr(0, 18).find(": ");
    if (interface.empty() && colon != std::string_view::npos) {
        const std::string_view name = cursor.rest().substr(0, colon);
        const bool lower = !name.empty() && !(name.front() >= 'A' && name.front() <= 'Z');
        const bool counted = name.find_first_not_of("0123456789") == std::string_view::npos;
        if (lower && !counted && may_be_interface(name) && std::ranges::find(modules, name) == modules.end()) {
            interface = name;
            cursor.take(cursor.rest().substr(0, colon + 2));
        }
    }
    if (!interface.empty() && !may_be_interface(interface)) interface = {};
    text = cursor.rest();
    return interface;
}

SupplicantMessage read_supplicant_message(std::string_view text) {
    const std::string_view interface = take_supplicant_prefix(text);
    SupplicantMessage message =
        interface.empty() ? decode_without_interface(text) : decode_words(wifi::TextCursor(text));
    message.decoded.interface = interface;
    return message;
}

std::vector<std::string_view> supplicant_literals() {
    return {"CTRL-EVENT-",
            "SME: ",
            "Trying to associate with ",
            ": Associated with ",
            ": Authentication with ",
            ": WPA: ",
            ": No suitable network found",
            "Control interface command '",
            "Request to deauthenticate - ",
            "request to the driver failed",
            "Failed to initiate AP scan",
            "nl80211: Scan trigger",
            "nl80211: Scan aborted",
            "nl80211: Scan included frequencies",
            "nl80211: Received scan results",
            "Event SCAN_RESULTS",
            "Event UNPROT_",
            ": AP-ENABLED",
            ": AP-DISABLED",
            " ssid='",
            " ignore list",
            " into blacklist",
            " blacklist count ",
            " from blacklist",
            "Unprotected De",
            "Unprotected Dis",
            "rfkill: WLAN ",
            "dbus: fi.w1.wpa_supplicant1.",
            "Initializing interface '"};
}

}  // namespace wlanmedic::evidence
