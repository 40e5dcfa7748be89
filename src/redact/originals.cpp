// SPDX-License-Identifier: MIT
#include "redact/originals.h"

#include <algorithm>

namespace wlanmedic::redact {
namespace {

// Together some 40 MB at the most.
constexpr std::size_t most_macs = 200'000;
constexpr std::size_t most_addresses = 100'000;
constexpr std::size_t most_ids = 100'000;
constexpr std::size_t most_name_bytes = 400'000;

constexpr std::array<std::string_view, kinds> kind_names{"mac",  "ipv4",   "ipv6", "id",     "ssid",  "host",
                                                         "user", "domain", "mail", "serial", "secret"};

bool is_one_of(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::ranges::find(names, name) != names.end();
}

}  // namespace

std::string_view name_of(Kind kind) { return kind_names.at(static_cast<std::size_t>(kind)); }

std::string ascii_lower(std::string_view text) {
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

std::uint64_t number_of(const Mac& mac) {
    std::uint64_t number = 0;
    for (const std::uint8_t octet : mac) number = (number << 8U) | octet;
    return number;
}

bool is_well_known(const Mac& mac) {
    const std::uint64_t number = number_of(mac);
    const auto begins = [&](std::uint64_t oui) { return number >> 24U == oui; };
    return number == 0 || number == 0xffffffffffffU || (begins(0x01005e) && mac[3] < 0x80) || begins(0x0180c2) ||
           begins(0x01000c) || (mac[0] == 0x33 && mac[1] == 0x33 && mac[2] != 0xff);
}

bool is_solicited_node(const Mac& mac) { return mac[0] == 0x33 && mac[1] == 0x33 && mac[2] == 0xff; }

bool is_well_known(const Ipv4& address) { return address[0] == 0 || address[0] == 127 || address[0] >= 224; }

bool is_well_known(const Ipv6& address) {
    if (address[0] == 0xff) return !(address[1] == 2 && address[11] == 1 && address[12] == 0xff);
    return std::ranges::all_of(std::span(address).first(15), [](std::uint8_t octet) { return octet == 0; });
}

bool is_well_known(Kind kind, std::string_view name) {
    const std::string lower = ascii_lower(name);
    switch (kind) {
        case Kind::host:
            return is_one_of(lower,
                             {"localhost", "localhost.localdomain", "(none)", "none", "-", "n/a", "unknown"});
        case Kind::domain:
            return is_one_of(lower, {"localdomain", "local", "lan", "home.arpa", "(none)", "none", "-", "."});
        case Kind::user:
            return is_one_of(lower, {"root",
                                     "nobody",
                                     "daemon",
                                     "bin",
                                     "sys",
                                     "systemd-network",
                                     "systemd-resolve",
                                     "systemd-timesync",
                                     "systemd-coredump",
                                     "messagebus",
                                     "dbus",
                                     "polkitd",
                                     "avahi",
                                     "networkmanager",
                                     "dhcpcd",
                                     "dnsmasq",
                                     "gdm",
                                     "lightdm",
                                     "sddm",
                                     "syslog",
                                     "_apt",
                                     "wpa",
                                     "iwd",
                                     "ntp",
                                     "chrony",
                                     "_chrony",
                                     "colord",
                                     "rtkit",
                                     "geoclue",
                                     "uuidd",
                                     "(null)",
                                     "unset",
                                     "(unknown)",
                                     "0",
                                     "linuxbrew",
                                     "lost+found",
                                     "n/a"}) ||
                   std::ranges::all_of(lower, [](char c) { return c >= '0' && c <= '9'; });
        case Kind::ssid: return std::ranges::all_of(name, [](char c) { return c == '\0'; });
        default: return false;
    }
}

bool Originals::room(std::size_t taken, std::size_t most) {
    if (taken >= most) full_ = true;
    return !full_;
}

void Originals::add(const Mac& mac) {
    if (!is_well_known(mac) && !has(mac) && room(macs_.size(), most_macs)) macs_.insert(number_of(mac));
}

void Originals::add_partial_mac(std::string_view text) {
    if (partial_macs_.size() < most_ids) partial_macs_.emplace(text);
}

void Originals::add(const Ipv4& address) {
    if (is_well_known(address) || has(address) || !room(ipv4_.size(), most_addresses)) return;
    ipv4_.insert(address);
    nets_.insert({address[0], address[1], address[2]});
}

void Originals::add(const Ipv6& address) {
    if (!is_well_known(address) && !has(address) && room(ipv6_.size(), most_addresses)) ipv6_.insert(address);
}

void Originals::add_id(const Id& id) {
    if (!has_id(id) && room(ids_.size(), most_ids)) ids_.insert(id);
}

void Originals::add(Kind kind, std::string_view name) {
    const std::size_t longest = kind == Kind::ssid ? 32 : 255;
    if (name.empty() || name.size() > longest || is_well_known(kind, name)) return;
    auto& names = names_.at(static_cast<std::size_t>(kind));
    if (names.contains(name) || !room(name_bytes_, most_name_bytes)) return;
    name_bytes_ += name.size();
    names.emplace(name);
}

}  // namespace wlanmedic::redact
