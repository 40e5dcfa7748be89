// SPDX-License-Identifier: MIT
#include "redact/stand_ins.h"

#include <fmt/format.h>

#include <algorithm>

#include "redact/permutation.h"

namespace wlanmedic::redact {
namespace {

template <class Octets>
std::string_view bytes_of(const Octets& octets) {
    return {reinterpret_cast<const char*>(octets.data()), octets.size()};
}

void put(std::uint64_t number, std::uint8_t* to, std::size_t octets) {
    for (std::size_t i = 0; i < octets; ++i) to[i] = static_cast<std::uint8_t>(number >> (8 * (octets - 1 - i)));
}

bool is_private(const Ipv4& a) {
    return a[0] == 10 || (a[0] == 172 && (a[1] & 0xf0U) == 16) || (a[0] == 192 && a[1] == 168) ||
           (a[0] == 100 && (a[1] & 0xc0U) == 64);
}

bool has_mac_inside(const Ipv6& a) { return a[11] == 0xff && a[12] == 0xfe; }

}  // namespace

StandIns::StandIns(Key key, bool numbered, const Originals& originals)
    : key_(key), numbered_(numbered), originals_(&originals) {}

Mac StandIns::mac(const Mac& mac) const {
    if (is_well_known(mac)) return mac;
    const auto known = macs_.find(number_of(mac));
    if (known != macs_.end()) return known->second;
    if (macs_.size() >= 10'000) macs_.clear();
    return macs_.emplace(number_of(mac), new_mac(mac)).first->second;
}

Mac StandIns::new_mac(const Mac& mac) const {
    Mac result = mac;
    if (is_solicited_node(mac)) {
        const std::uint64_t low = number_of(mac) & 0xffffffU;
        put(permuted(key_, "solicited node", 24, low), result.data() + 3, 3);
        return result;
    }
    // The two flag bits stand aside, so that they stay as they are.
    const std::uint64_t number = number_of(mac);
    const std::uint64_t vendor = number >> 8U;
    const std::uint64_t flags = (vendor >> 32U) & 3U;
    std::uint64_t rest = (vendor & 0xffffffffU) | ((vendor >> 34U) << 32U);
    std::uint64_t last = number & 0xffU;
    // Where the stand-in would be a well-known address, the next in the circle is as good.
    do {
        rest = permuted(key_, "mac", 38, rest);
        last = permuted(key_, fmt::format("last octet {}", rest), 8, last);
        const std::uint64_t first = ((rest >> 32U) << 2U) | flags;
        put((first << 40U) | ((rest & 0xffffffffU) << 8U) | last, result.data(), 6);
    } while (is_well_known(result) || is_solicited_node(result));
    return result;
}

std::uint8_t StandIns::octet(std::size_t place, std::uint8_t octet) const {
    if (octet == 0 || octet == 0xff) return octet;
    const std::string use = fmt::format("octet {}", place);
    if (place > 0) return static_cast<std::uint8_t>(permuted(key_, use, 8, octet));
    const std::uint64_t mixed = permuted(key_, use, 6, octet >> 2U);
    return static_cast<std::uint8_t>((mixed << 2U) | (octet & 3U));
}

Ipv4 StandIns::ipv4(const Ipv4& address) {
    if (is_well_known(address)) return address;
    const std::array<std::uint8_t, 3> net{address[0], address[1], address[2]};
    auto found = nets_.find(net);
    if (found == nets_.end()) {
        std::array<std::uint8_t, 3> other = net;
        // A thousand attempts: with that many networks taken, two must share one.
        for (unsigned attempt = 0; attempt < 1000; ++attempt) {
            const std::uint64_t number = key_.number(fmt::format("net {}", attempt), bytes_of(net));
            const auto low = static_cast<std::uint8_t>(number);
            const auto high = static_cast<std::uint8_t>(number >> 8U);
            if (is_private(address)) {
                other = {10, high, low};
            } else if (address[0] == 169 && address[1] == 254) {
                other = {169, 254, low};
            } else {
                other = {198, static_cast<std::uint8_t>(18U | (high & 1U)), low};
            }
            if (!originals_->has_net({other[0], other[1], other[2], 0}) && !nets_used_.contains(other)) break;
        }
        nets_used_.insert(other);
        found = nets_.emplace(net, other).first;
    }
    std::uint64_t host = address[3];
    const std::string use = fmt::format("host of {}.{}.{}", net[0], net[1], net[2]);
    if (host != 0 && host != 255) do {
            host = permuted(key_, use, 8, host);
        } while (host == 0 || host == 255);
    return {found->second[0], found->second[1], found->second[2], static_cast<std::uint8_t>(host)};
}

Ipv6 StandIns::ipv6(const Ipv6& address) const {
    if (is_well_known(address)) return address;
    Ipv6 result = address;
    const std::string_view bytes = bytes_of(address);
    if (address[0] == 0xff) {  // solicited-node
        const std::uint64_t low = (address[13] << 16U) | (address[14] << 8U) | address[15];
        put(permuted(key_, "solicited node", 24, low), result.data() + 13, 3);
        return result;
    }
    const std::uint64_t prefix = key_.number("prefix", bytes.substr(0, 8));
    if ((address[0] & 0xfeU) == 0xfc) {
        put(prefix, result.data() + 1, 7);
    } else if (!(address[0] == 0xfe && (address[1] & 0xc0U) == 0x80)) {
        put(0x20010db8U, result.data(), 4);
        put(prefix, result.data() + 4, 4);
    }
    if (has_mac_inside(address)) {
        const Mac inside{static_cast<std::uint8_t>(address[8] ^ 2U),
                         address[9],
                         address[10],
                         address[13],
                         address[14],
                         address[15]};
        const Mac other = mac(inside);
        result[8] = other[0] ^ 2U;
        result[9] = other[1];
        result[10] = other[2];
        std::copy(other.begin() + 3, other.end(), result.begin() + 13);
    } else if (!std::ranges::all_of(bytes.substr(8, 7), [](char c) { return c == 0; })) {
        // A short one ("::1", a router) says nothing, and stays.
        put(key_.number("interface", bytes), result.data() + 8, 8);
    }
    return result;
}

Id StandIns::id(const Id& id) const {
    Id result;
    put(key_.number("id high", bytes_of(id)), result.data(), 8);
    put(key_.number("id low", bytes_of(id)), result.data() + 8, 8);
    return result;
}

std::string StandIns::letters(std::string_view use, std::string_view original, std::size_t size) const {
    std::string text;
    for (unsigned block = 0; text.size() < size; ++block) {
        std::uint64_t number = key_.number(fmt::format("{} {}", use, block), original);
        for (int i = 0; i < 12 && text.size() < size; ++i, number /= 26)
            text += static_cast<char>('a' + number % 26);
    }
    return text;
}

std::string StandIns::new_name(Kind kind, const std::string& original, unsigned attempt) {
    const std::string use = fmt::format("{} {}", name_of(kind), attempt);
    const std::size_t size = original.size();
    if (kind == Kind::secret) return "[redacted]";
    if (kind == Kind::ssid || kind == Kind::serial) {
        const std::string prefix = kind == Kind::ssid ? "ssid-" : "serial-";
        if (size < prefix.size() + 3) return letters(use, original, size);
        return prefix + letters(use, original, std::min<std::size_t>(size - prefix.size(), 6)) +
               std::string(size - prefix.size() - std::min<std::size_t>(size - prefix.size(), 6), '-');
    }
    const std::string number = numbered_ ? std::to_string(++last_number_[kind])
                                         : fmt::format("{:04x}", key_.number(use, original) & 0xffffU);
    switch (kind) {
        case Kind::domain: return fmt::format("domain-{}.example", number);
        case Kind::mail: return fmt::format("mail-{}@mail.example", number);
        default: return fmt::format("{}-{}", name_of(kind), number);
    }
}

std::string StandIns::name(Kind kind, std::string_view original) {
    if (is_well_known(kind, original)) return std::string(original);
    // An SSID is its bytes; all other names are the same in capitals.
    const std::string key = kind == Kind::ssid ? std::string(original) : ascii_lower(original);
    if (kind == Kind::host)
        if (const std::size_t dot = key.find('.'); dot != std::string::npos && dot > 0 && dot + 1 < key.size())
            return fmt::format("{}.{}", name(kind, key.substr(0, dot)), name(Kind::domain, key.substr(dot + 1)));
    const auto known = names_.find({kind, key});
    if (known != names_.end()) return known->second;
    std::string chosen;
    for (unsigned attempt = 0; attempt < 100; ++attempt) {
        chosen = new_name(kind, key, attempt);
        if (kind == Kind::secret ||
            (chosen != key && !names_used_.contains(chosen) && !originals_->names(kind).contains(chosen)))
            break;
    }
    names_used_.insert(chosen);
    names_.emplace(std::pair{kind, key}, chosen);
    return chosen;
}

std::string StandIns::fitted(std::string name, std::size_t size) {
    name.resize(size, '-');
    return name;
}

}  // namespace wlanmedic::redact
