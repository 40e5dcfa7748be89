// SPDX-License-Identifier: MIT
// Which stand-in an original gets: the same one each time, and none that can be guessed without the key.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "redact/key.h"
#include "redact/originals.h"

namespace wlanmedic::redact {

class StandIns {
public:
    /// `numbered`: hosts are "host-1", "host-2" in the order of their first use. Else the number comes from the
    /// key, so that it is the same in other runs with the same key: "host-3f2a".
    StandIns(Key key, bool numbered, const Originals& originals);

    /// Keeps the bits "group" and "locally administered", and whether two addresses share the first five octets,
    /// or differ in these two bits alone. Two originals never share a stand-in. What is_well_known() stays.
    Mac mac(const Mac& mac) const;
    /// One octet of an address whose other octets were blanked out.
    std::uint8_t octet(std::size_t place, std::uint8_t octet) const;

    /// Private ones (RFC 1918, RFC 6598) become 10.…, link-local ones stay link-local, others become 198.18.0.0/15
    /// (RFC 2544). Hosts of one /24 stay together in one that none of the originals is in; .0 and .255 stay.
    Ipv4 ipv4(const Ipv4& address);

    /// Link-local ones keep their prefix, fc00::/7 stays so, others become 2001:db8::/32 (RFC 3849). Hosts of one
    /// /64 stay together. An interface's part that was made from a MAC is made from its stand-in.
    Ipv6 ipv6(const Ipv6& address) const;

    Id id(const Id& id) const;

    /// SSIDs and serials: as many bytes as the original, of a-z (and '-' after "ssid" where there is room).
    std::string name(Kind kind, std::string_view original);

    /// A name of exactly `size` bytes, for dumps of bytes whose lengths must stay.
    static std::string fitted(std::string name, std::size_t size);

private:
    Mac new_mac(const Mac& mac) const;
    std::string letters(std::string_view use, std::string_view original, std::size_t size) const;
    std::string new_name(Kind kind, const std::string& original, unsigned attempt);

    Key key_;
    bool numbered_;
    const Originals* originals_;
    mutable std::unordered_map<std::uint64_t, Mac> macs_;  // what was asked before; emptied where it grows
    std::map<std::array<std::uint8_t, 3>, std::array<std::uint8_t, 3>> nets_;
    std::set<std::array<std::uint8_t, 3>> nets_used_;
    std::map<std::pair<Kind, std::string>, std::string> names_;
    std::set<std::string, std::less<>> names_used_;
    std::map<Kind, unsigned> last_number_;
};

}  // namespace wlanmedic::redact
