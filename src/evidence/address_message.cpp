// SPDX-License-Identifier: MIT
#include "evidence/address_message.h"

#include "evidence/decode_words.h"

namespace wlanmedic::evidence {
namespace {

using Kind = Decoded::Kind;

bool is_wired(std::string_view interface) {
    static constexpr std::array<std::string_view, 13> names{"eth",  "en",  "lo",  "docker", "veth", "br-", "virbr",
                                                            "vmbr", "tun", "tap", "wwan",   "ppp",  "lxc"};
    return starts_with_any(interface, names);
}

Decoded asked(std::string_view client) { return an_event(wifi::AddressRequested{.client = std::string(client)}); }
Decoded acquired(std::string_view client) {
    return an_event(wifi::AddressAcquired{.client = std::string(client)});
}
Decoded failed(std::string_view client, std::string_view because) {
    return an_event(wifi::AddressFailed{.client = std::string(client), .because = std::string(because)});
}
Decoded state(std::string_view manager, std::string_view before, std::string_view after) {
    return an_event(wifi::ManagerState{.manager = std::string(manager),
                                       .before = std::string(before.substr(0, 64)),
                                       .after = std::string(after.substr(0, 64))});
}

// "wlan0: leased 192.168.1.5 for 3600 seconds" (dhcpcd 5 to 10).
Decoded decode_dhcpcd(wifi::TextCursor cursor) {
    static constexpr std::array<std::string_view, 5> requests{"soliciting a DHCP lease", "soliciting a lease",
                                                              "broadcasting for a lease", "rebinding lease of",
                                                              "renewing lease of"};
    const std::string_view words = cursor.rest();
    if (starts_with_any(words, requests)) return asked("dhcpcd");
    if (words.starts_with("leased ")) return acquired("dhcpcd");
    if (words.starts_with("timed out")) return failed("dhcpcd", "timed out");
    if (words.starts_with("DHCP lease expired")) return failed("dhcpcd", "expired");
    if (words.starts_with("failed to request the lease")) return failed("dhcpcd", "request not sent");
    if (words.starts_with("NAK") || words.starts_with("DHCP NAK")) return failed("dhcpcd", "refused");
    return of_kind(Kind::noted);
}

// "wlan0: DHCPv4 address 192.168.1.5/24, gateway 192.168.1.1 acquired from 192.168.1.1", before 251 "… via …".
Decoded decode_networkd(wifi::TextCursor cursor) {
    constexpr std::string_view client = "systemd-networkd";
    if (cursor.take("DHCPv4 address ") || cursor.take("DHCPv6 address ")) return acquired(client);
    if (cursor.take("DHCP lease lost")) return failed(client, "lease lost");
    if (cursor.take("DHCP error: ")) return failed(client, "error");
    if (cursor.take("Acquiring DHCPv4 lease") || cursor.take("DHCPv4 client: DISCOVER") ||
        cursor.take("DHCPv4 client: REQUEST"))
        return asked(client);
    if (cursor.take("DHCPv4 client: EXPIRED")) return failed(client, "expired");
    if (cursor.take("DHCPv4 client: NAK")) return failed(client, "refused");
    if (cursor.take("Gained carrier")) return state(client, "no carrier", "carrier");
    if (cursor.take("Lost carrier")) return state(client, "carrier", "no carrier");
    if (cursor.take("State changed: ")) {
        const std::size_t arrow = cursor.rest().find(" -> ");
        if (arrow == std::string_view::npos) return of_kind(Kind::malformed);
        return state(client, cursor.rest().substr(0, arrow), cursor.rest().substr(arrow + 4));
    }
    return of_kind(Kind::noted);
}

// "Interface wlan0 [ wifi ] state is ready" (ConnMan 1.38 and later).
Decoded decode_connman(wifi::TextCursor cursor) {
    if (!cursor.take("Interface ")) return Decoded::foreign();
    const std::string_view interface = cursor.take_word();
    if (!may_be_interface(interface) || !cursor.take(" [ wifi ] ")) return Decoded::foreign();
    Decoded decoded = of_kind(Kind::noted);
    if (cursor.take("state is "))
        decoded = state("ConnMan", "", cursor.rest());
    else if (const auto error = take_between(cursor, "error \"", "\""))
        decoded = an_event(wifi::ManagerState{
            .manager = "ConnMan", .before = {}, .after = "failure", .reason = std::string(error->substr(0, 64))});
    return on_interface(interface, std::move(decoded));
}

}  // namespace

void AddressLog::saw(std::string_view interface) {
    if (interface.empty() || several_ || station_ == interface) return;
    if (station_.empty()) {
        station_ = interface;
    } else {
        station_.clear();
        several_ = true;
    }
}

// "DHCPDISCOVER on wlan0 to 255.255.255.255 port 67 interval 3", "bound to 192.168.1.5 -- renewal in 1700
// seconds."
Decoded AddressLog::decode_dhclient(std::string_view message) {
    constexpr std::string_view client = "dhclient";
    wifi::TextCursor cursor(message);
    const bool asks = cursor.take("DHCPDISCOVER") || cursor.take("DHCPREQUEST");
    if (asks || cursor.take("DHCPDECLINE")) {
        const std::size_t at = cursor.rest().find(" on ");
        if (at == std::string_view::npos) return of_kind(Kind::malformed);
        wifi::TextCursor name(cursor.rest().substr(at + 4));
        const std::string_view interface = name.take_word();
        if (!may_be_interface(interface)) return of_kind(Kind::malformed);
        dhclient_ = interface;
        if (is_wired(interface)) return Decoded::foreign();
        return on_interface(interface, asks ? asked(client) : failed(client, "declined"));
    }
    Decoded decoded = of_kind(Kind::noted);
    if (cursor.take("bound to ") || cursor.take("bound: "))
        decoded = acquired(client);
    else if (cursor.take("No DHCPOFFERS received"))
        decoded = failed(client, "no offers");
    else if (cursor.take("No working leases"))
        decoded = failed(client, "no working leases");
    else if (cursor.take("DHCPNAK from "))
        decoded = failed(client, "refused");
    if (decoded.kind != Kind::event) return decoded;
    const std::string& interface = dhclient_.empty() ? station_ : dhclient_;
    if (interface.empty()) return of_kind(Kind::unrecognized);
    if (is_wired(interface)) return Decoded::foreign();
    return on_interface(interface, std::move(decoded));
}

// "udhcpc: broadcasting discover", before 1.33 "Sending discover...".
Decoded AddressLog::decode_udhcpc(std::string_view message) const {
    constexpr std::string_view client = "udhcpc";
    static constexpr std::array<std::string_view, 8> requests{
        "broadcasting discover", "broadcasting select", "broadcasting renew", "sending discover",
        "sending select",        "sending renew",       "Sending discover",   "Sending select"};
    wifi::TextCursor cursor(message);
    cursor.take("udhcpc: ");
    const std::string_view words = cursor.rest();
    Decoded decoded = of_kind(Kind::noted);
    if (starts_with_any(words, requests) || words.starts_with("Sending renew"))
        decoded = asked(client);
    else if (words.starts_with("lease of ") || words.starts_with("Lease of "))
        decoded = acquired(client);
    else if (words.starts_with("no lease, ") || words.starts_with("No lease, "))
        decoded = failed(client, "no lease");
    else if (words.starts_with("lease lost") || words.starts_with("Lease lost"))
        decoded = failed(client, "lease lost");
    else if (words.starts_with("received DHCP NAK") || words.starts_with("Received DHCP NAK"))
        decoded = failed(client, "refused");
    if (decoded.kind != Kind::event) return decoded;
    // It names no interface: only where the file knows a single station can it be meant.
    if (station_.empty()) return of_kind(Kind::unrecognized);
    return on_interface(station_, std::move(decoded));
}

Decoded AddressLog::decode(std::string_view process, std::string_view message) {
    if (process == "dhclient" || process == "dhclient6") return decode_dhclient(message);
    if (process == "udhcpc") return decode_udhcpc(message);
    if (process == "connmand") return decode_connman(wifi::TextCursor(message));
    if (process == "netifd") {
        // OpenWrt: "wwan (1234): udhcpc: lease of …"; the first name is of its configuration, not of an interface.
        const std::size_t at = message.substr(0, 64).find("): udhcpc: ");
        return at == std::string_view::npos ? Decoded::foreign() : decode_udhcpc(message.substr(at + 3));
    }
    const bool dhcpcd = process == "dhcpcd";
    if (!dhcpcd && process != "systemd-networkd") return Decoded::foreign();
    wifi::TextCursor cursor(message);
    const std::size_t colon = message.substr(0, 18).find(": ");
    if (colon == std::string_view::npos || !may_be_interface(message.substr(0, colon))) return Decoded::foreign();
    const std::string_view interface = message.substr(0, colon);
    if (is_wired(interface)) return Decoded::foreign();
    cursor.take(message.substr(0, colon + 2));
    return on_interface(interface, dhcpcd ? decode_dhcpcd(cursor) : decode_networkd(cursor));
}

}  // namespace wlanmedic::evidence
