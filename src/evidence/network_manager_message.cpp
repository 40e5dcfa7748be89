// SPDX-License-Identifier: MIT
#include "evidence/network_manager_message.h"

#include <fmt/format.h>

#include "evidence/decode_words.h"
#include "evidence/kernel_message.h"
#include "evidence/timestamp.h"

namespace wlanmedic::evidence {
namespace {

using Kind = Decoded::Kind;

constexpr std::string_view manager = "NetworkManager";
// State names are short; a longer one is no state.
constexpr std::size_t longest_state = 64;

struct Head {
    std::string_view level;      ///< "info"; empty where none is written
    std::string_view interface;  ///< of "device (wlan0): ", "dhcp4 (wlan0): ", "(wlan0): "
    std::string_view domain;     ///< "device", "dhcp4", "manager", "policy", "audit"
    wifi::TextCursor words;
};

// "<info>  [1620000000.1234] device (wlan0): …", "<info> (wlan0): …", "<info>  [1620000000.123] manager: …".
Head take_head(std::string_view message) {
    Head head{.words = wifi::TextCursor(message)};
    wifi::TextCursor cursor(message);
    if (const auto level = take_between(cursor, "<", ">")) head.level = *level;
    cursor.skip_spaces();
    take_between(cursor, "[", "]");
    cursor.skip_spaces();
    wifi::TextCursor ahead = cursor;
    if (const auto name = take_between(ahead, "(", "): "); name && may_be_interface(*name)) {
        head.domain = "device";
        head.interface = *name;
        cursor = ahead;
    } else if (ahead.take("Activation (")) {
        // 0.9, 1.0: "Activation (wlan0) Beginning DHCPv4 transaction", "Activation (wlan0/wireless): …".
        const std::size_t end = ahead.rest().find_first_of("/)");
        const std::size_t close = ahead.rest().find(')');
        if (close != std::string_view::npos && may_be_interface(ahead.rest().substr(0, end))) {
            head.domain = "activation";
            head.interface = ahead.rest().substr(0, end);
            cursor = wifi::TextCursor(ahead.rest().substr(close + 1));
            cursor.take(":");
            cursor.skip_spaces();
        }
    } else {
        const std::size_t end = cursor.rest().substr(0, 24).find_first_of(" :");
        if (end != std::string_view::npos && end > 0) {
            ahead = cursor;
            head.domain = cursor.rest().substr(0, end);
            ahead.take(head.domain);
            const auto interface = take_between(ahead, " (", "): ");
            if (interface && may_be_interface(*interface)) {
                head.interface = *interface;
                cursor = ahead;
            } else if (ahead.take(": ")) {
                cursor = ahead;
            } else {
                head.domain = {};
            }
        }
    }
    head.words = cursor;
    return head;
}

Decoded state_of(std::string_view before, std::string_view after, std::string_view reason = {}) {
    return an_event(wifi::ManagerState{.manager = std::string(manager),
                                       .before = std::string(before.substr(0, longest_state)),
                                       .after = std::string(after.substr(0, longest_state)),
                                       .reason = std::string(reason.substr(0, longest_state))});
}

// "activated -> failed (reason 'ssid-not-found', sys-iface-state: 'managed')", "100 -> 120 (reason 53)",
// "activated -> failed (reason 'ssid-not-found') [100 120 53]".
Decoded decode_state_change(wifi::TextCursor cursor) {
    const std::size_t arrow = cursor.rest().find(" -> ");
    if (arrow == std::string_view::npos) return of_kind(Kind::malformed);
    const std::string_view before = cursor.rest().substr(0, arrow);
    wifi::TextCursor rest(cursor.rest().substr(arrow + 4));
    const std::string_view after = rest.rest().substr(0, rest.rest().find(" ("));
    if (before.empty() || after.empty()) return of_kind(Kind::malformed);
    rest.take(after);
    std::string_view reason;
    if (rest.take(" (reason ")) {
        rest.take("'");
        reason = rest.rest().substr(0, rest.rest().find_first_of("',) "));
    }
    return state_of(before, after, reason);
}

Decoded decode_supplicant_state(wifi::TextCursor cursor) {
    const std::size_t arrow = cursor.rest().find(" -> ");
    if (arrow == std::string_view::npos) return of_kind(Kind::malformed);
    wifi::TextCursor rest(cursor.rest().substr(arrow + 4));
    const std::string_view before = cursor.rest().substr(0, arrow);
    const std::string_view after = rest.take_word();
    if (before.empty() || after.empty()) return of_kind(Kind::malformed);
    return state_of(fmt::format("supplicant {}", before.substr(0, longest_state)),
                    fmt::format("supplicant {}", after.substr(0, longest_state)));
}

Decoded asked() { return an_event(wifi::AddressRequested{.client = std::string(manager)}); }
Decoded acquired() { return an_event(wifi::AddressAcquired{.client = std::string(manager)}); }
Decoded failed(std::string_view because) {
    return an_event(wifi::AddressFailed{.client = std::string(manager), .because = std::string(because)});
}

// The words after "state changed ", 1.0 to 1.32 "bound -> timeout", since 1.34 "new lease, address=…".
Decoded decode_lease(std::string_view words) {
    if (words.find("acd pending") != std::string_view::npos) return of_kind(Kind::noted);
    if (words.find("acd conflict") != std::string_view::npos) return failed("address conflict");
    if (words.starts_with("new lease")) return acquired();
    const std::size_t arrow = words.find("-> ");
    if (arrow == std::string_view::npos) return of_kind(Kind::noted);
    const std::string_view after = words.substr(arrow + 3, words.substr(arrow + 3).find_first_of(", "));
    if (after == "bound" || after == "reboot" || after == "renew" || after == "rebind" || after == "extended")
        return acquired();
    if (after == "timeout") return failed("timed out");
    if (after == "expire" || after == "expired") return failed("expired");
    if (after == "fail" || after == "nak") return failed(after);
    return of_kind(Kind::noted);
}

Decoded decode_dhcp(wifi::TextCursor cursor) {
    cursor.take("activation: ");
    if (cursor.take("beginning transaction")) return asked();
    if (cursor.take("state changed ")) return decode_lease(cursor.rest());
    if (cursor.take("request timed out")) return failed("timed out");
    if (cursor.take("client failed to start") || cursor.take("failure")) return failed("client failed to start");
    return of_kind(Kind::noted);
}

// 0.9 to 1.0: "DHCPv4 state changed nbi -> preinit", "DHCPv4 request timed out."
std::optional<Decoded> decode_old_dhcp(wifi::TextCursor cursor) {
    cursor.take("Beginning ");
    if (!cursor.take("DHCPv4 ") && !cursor.take("DHCPv6 ")) return std::nullopt;
    if (cursor.take("transaction")) return asked();
    return decode_dhcp(cursor);
}

// `op="connection-deactivate" uuid="…" name="…" pid=1234 uid=1000 result="success"`. Names are not escaped: from
// the end nothing foreign stands before the user.
Decoded decode_audit(wifi::TextCursor cursor) {
    const auto op = take_between(cursor, "op=\"", "\"");
    if (!op) return of_kind(Kind::noted);
    std::string what;
    if (*op == "connection-deactivate" || *op == "device-disconnect") what = "disconnect";
    if (*op == "connection-activate" || *op == "connection-add-activate") what = "connect";
    if (*op == "connection-delete") what = "remove network";
    if (*op == "device-delete") what = "remove interface";
    if (*op == "radio-control") what = "switch the radio";
    if (*op == "networking-control") what = "switch networking";
    if (*op == "sleep-control") what = "sleep or wake";
    if (*op == "device-reapply") what = "reapply";
    if (*op == "device-managed") what = "manage";
    if (what.empty()) return of_kind(Kind::noted);
    if (cursor.rest().ends_with("result=\"fail\"") ||
        cursor.rest().find("result=\"fail\" reason=") != std::string_view::npos)
        return of_kind(Kind::noted);
    const std::size_t at = cursor.rest().rfind(" uid=");
    const auto uid = at == std::string_view::npos ? std::nullopt
                                                  : number_after<std::uint32_t>(cursor.rest().substr(at), " uid=");
    wifi::UserRequest request{.who = std::string(manager), .what = std::move(what)};
    // Accounts of people begin at 1000 (login.defs), and end before nobody.
    if (uid) request.who = fmt::format("uid {} through NetworkManager", *uid);
    request.person = uid && *uid >= 1000 && *uid < 65534;
    Decoded decoded = an_event(std::move(request));
    cursor.skip_spaces();
    if (const auto interface = take_between(cursor, "interface=\"", "\"");
        interface && may_be_interface(*interface))
        decoded.interface = *interface;
    return decoded;
}

Decoded decode_manager(wifi::TextCursor cursor) {
    const std::string_view words = cursor.rest();
    const auto asks = [](std::string_view what) {
        return an_event(wifi::UserRequest{.who = std::string(manager), .what = std::string(what)});
    };
    cursor.take("sleep: ");
    if (cursor.take("sleep requested")) return asks("sleep");
    if (cursor.take("wake requested")) return asks("wake");
    if (cursor.take("disable requested")) return asks("disable networking");
    if (cursor.take("enable requested")) return asks("enable networking");
    // "rfkill: Wi-Fi now disabled by radio killswitch"; before 1.34 "WiFi", before 1.2 without "rfkill: ".
    cursor.take("rfkill: ");
    if (cursor.take("Wi-Fi ") || cursor.take("WiFi ")) {
        if (cursor.take("now disabled by radio killswitch") || cursor.take("hardware radio set disabled"))
            return an_event(wifi::RadioBlocked{});
        if (cursor.take("now enabled by radio killswitch") || cursor.take("hardware radio set enabled"))
            return an_event(wifi::RadioUnblocked{});
    }
    return of_kind(words.empty() ? Kind::malformed : Kind::noted);
}

Decoded decode_policy(wifi::TextCursor cursor) {
    // A connection's name is anything: what follows it is looked for from the end.
    const std::string_view words = cursor.rest();
    const std::size_t blocked = words.rfind("' now blocked from autoconnect due to ");
    if (words.starts_with("connection '") && blocked != std::string_view::npos)
        return an_event(wifi::Waiting{.who = std::string(manager),
                                      .bssid = {},
                                      .because = std::string(words.substr(blocked + 38, longest_state)),
                                      .duration = {}});
    const std::size_t blocking = words.rfind("': ");
    if (words.starts_with("blocking autoconnect of connection '") && blocking != std::string_view::npos)
        return an_event(wifi::Waiting{.who = std::string(manager),
                                      .bssid = {},
                                      .because = std::string(words.substr(blocking + 3, longest_state)),
                                      .duration = {}});
    if (words.starts_with("re-enabling autoconnect for all connections"))
        return an_event(wifi::WaitingOver{.who = std::string(manager), .bssid = {}});
    return of_kind(Kind::noted);
}

Decoded decode_device(const Head& head) {
    wifi::TextCursor cursor = head.words;
    if (cursor.take("state change: ") || cursor.take("device state change: ")) return decode_state_change(cursor);
    if (cursor.take("supplicant interface state: ") || cursor.take("supplicant interface state change: "))
        return decode_supplicant_state(cursor);
    if (cursor.take("link timed out")) return state_of("", "link timed out");
    if (const auto dhcp = decode_old_dhcp(cursor)) return *dhcp;
    if (cursor.take("Activation: (wifi) ") || head.domain == "activation") {
        if (cursor.rest().starts_with("association took too long, failing"))
            return state_of("", "association took too long, failing activation");
        if (cursor.rest().starts_with("association took too long"))
            return state_of("", "association took too long");
        if (cursor.rest().find("asking for new") != std::string_view::npos)
            return state_of("", "asks for new secrets");
        if (cursor.rest().starts_with("access point '")) return of_kind(Kind::noted);
    }
    if (cursor.take("set-hw-addr: ")) return of_kind(Kind::noted);
    const bool grave = head.level == "warn" || head.level == "error";
    return of_kind(grave && looks_wireless(head.interface) ? Kind::unrecognized : Kind::noted);
}

}  // namespace

std::optional<wifi::Instant> network_manager_time(std::string_view message, const Stamp& frame) {
    using namespace std::chrono_literals;
    wifi::TextCursor cursor(message);
    if (!take_between(cursor, "<", ">")) return std::nullopt;
    cursor.skip_spaces();
    if (!cursor.take("[")) return std::nullopt;
    const auto time = take_seconds(cursor, Clock::epoch);
    if (!time || !time->valid || !cursor.take("]")) return std::nullopt;
    // Zones differ by quarters of an hour, and local times are read as if they were UTC.
    constexpr wifi::Duration quarter = 15min;
    const wifi::Duration off = frame.instant - time->stamp.instant + 1s;
    const std::int64_t quarters = off / quarter - (off < 0s && off % quarter != 0s ? 1 : 0);
    const std::int64_t nearest = off - quarters * quarter > quarter / 2 ? quarters + 1 : quarters;
    if (frame.clock != Clock::local && nearest != 0) return std::nullopt;
    if (nearest < -64 || nearest > 64) return std::nullopt;
    const wifi::Instant own = wifi::shifted(time->stamp.instant, nearest * quarter);
    // It is put there first, and the frame a moment later.
    if (own < frame.instant - 2s || own >= frame.instant + frame.resolution) return std::nullopt;
    return own;
}

Decoded decode_network_manager_message(std::string_view message) {
    const Head head = take_head(message);
    if (head.interface.starts_with("p2p-dev-")) return of_kind(Kind::noted);
    if (!head.interface.empty() && (head.domain == "dhcp4" || head.domain == "dhcp6"))
        return on_interface(head.interface, decode_dhcp(head.words));
    if (!head.interface.empty()) return on_interface(head.interface, decode_device(head));
    if (head.domain == "audit") return decode_audit(head.words);
    if (head.domain == "policy") return decode_policy(head.words);
    if (head.domain == "manager" || head.words.rest().starts_with("WiFi ") ||
        head.words.rest().starts_with("rfkill: "))
        return decode_manager(head.words);
    // 1.0: "sleep requested (sleeping: no  enabled: yes)".
    if (head.words.rest().starts_with("sleep requested") || head.words.rest().starts_with("wake requested"))
        return decode_manager(head.words);
    return of_kind(Kind::noted);
}

}  // namespace wlanmedic::evidence
