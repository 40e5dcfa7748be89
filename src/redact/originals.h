// SPDX-License-Identifier: MIT
// What identifies somebody, as it was found: addresses as their octets, names as their bytes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>

namespace wlanmedic::redact {

using Mac = std::array<std::uint8_t, 6>;
using Ipv4 = std::array<std::uint8_t, 4>;
using Ipv6 = std::array<std::uint8_t, 16>;
using Id = std::array<std::uint8_t, 16>;  ///< a UUID, a machine's or boot's id

enum class Kind : std::uint8_t { mac, ipv4, ipv6, id, ssid, host, user, domain, mail, serial, secret };
inline constexpr std::size_t kinds = 11;

/// "mac", "ssid": the name in the map and in the summary.
std::string_view name_of(Kind kind);

/// No single station: broadcast, zero, the groups of IPv4, IPv6, STP and Cisco. These stay as they are.
bool is_well_known(const Mac& mac);
/// 33:33:ff:…: the last three octets are those of somebody's IPv6 address.
bool is_solicited_node(const Mac& mac);
/// Unspecified, loopback, masks (255.…), multicast, and 0.…, which is no host.
bool is_well_known(const Ipv4& address);
/// ::, ::1, multicast other than solicited-node.
bool is_well_known(const Ipv6& address);
/// "localhost", "root", "(none)": names that name nobody.
bool is_well_known(Kind kind, std::string_view name);

std::uint64_t number_of(const Mac& mac);
std::string ascii_lower(std::string_view text);

/// Collected while all files are read for the first time; what is in it is replaced in any spelling when they
/// are read again. Bounded: past `full()` nothing is taken any more, and the caller must give up.
class Originals {
public:
    void add(const Mac& mac);
    /// One with octets blanked out, as it is written.
    void add_partial_mac(std::string_view text);
    void add(const Ipv4& address);
    void add(const Ipv6& address);
    void add_id(const Id& id);
    /// `name`: its bytes without escapes. Empty ones, well-known ones, and any that are too long to be one
    /// (SSID 32 bytes, others 255) are not taken.
    void add(Kind kind, std::string_view name);

    bool full() const { return full_; }
    bool has(const Mac& mac) const { return macs_.contains(number_of(mac)); }
    bool has(const Ipv4& address) const { return ipv4_.contains(address); }
    bool has(const Ipv6& address) const { return ipv6_.contains(address); }
    bool has_id(const Id& id) const { return ids_.contains(id); }

    const std::unordered_set<std::uint64_t>& macs() const { return macs_; }
    const std::set<std::string, std::less<>>& partial_macs() const { return partial_macs_; }
    const std::set<Ipv4>& ipv4() const { return ipv4_; }
    const std::set<Ipv6>& ipv6() const { return ipv6_; }
    const std::set<Id>& ids() const { return ids_; }
    const std::set<std::string, std::less<>>& names(Kind kind) const {
        return names_.at(static_cast<std::size_t>(kind));
    }
    /// Any address of this /24.
    bool has_net(const Ipv4& address) const { return nets_.contains({address[0], address[1], address[2]}); }

private:
    bool room(std::size_t taken, std::size_t most);

    std::unordered_set<std::uint64_t> macs_;
    std::set<std::string, std::less<>> partial_macs_;  // for the map alone
    std::set<Ipv4> ipv4_;
    std::set<std::array<std::uint8_t, 3>> nets_;
    std::set<Ipv6> ipv6_;
    std::set<Id> ids_;
    std::array<std::set<std::string, std::less<>>, kinds> names_;
    std::size_t name_bytes_ = 0;
    bool full_ = false;
};

}  // namespace wlanmedic::redact
