// SPDX-License-Identifier: MIT
#include "capture/gateway_tables.h"

#include <arpa/inet.h>
#include <linux/route.h>
#include <net/if_arp.h>

#include <array>
#include <charconv>
#include <vector>

namespace wlanmedic::capture {
namespace {

// Lines behind the first, which names the columns.
template <class OnLine>
void each_line(std::string_view text, OnLine on_line) {
    bool first = true;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        if (!first) on_line(text.substr(0, end));
        first = false;
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
}

std::vector<std::string_view> words_of(std::string_view line) {
    std::vector<std::string_view> words;
    while (true) {
        const std::size_t begin = line.find_first_not_of(" \t");
        if (begin == std::string_view::npos) return words;
        line.remove_prefix(begin);
        const std::size_t end = line.find_first_of(" \t");
        words.push_back(line.substr(0, end));
        if (end == std::string_view::npos) return words;
        line.remove_prefix(end);
    }
}

std::optional<std::uint32_t> number(std::string_view text, int base) {
    if (base == 16 && text.starts_with("0x")) text.remove_prefix(2);
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

}  // namespace

std::string Ipv4::to_string() const {
    std::array<char, INET_ADDRSTRLEN> text{};
    in_addr address{.s_addr = value};
    ::inet_ntop(AF_INET, &address, text.data(), text.size());
    return text.data();
}

// Iface Destination Gateway Flags RefCnt Use Metric Mask …: addresses as the machine's own numbers in hexadecimal
// (net/ipv4/fib_trie.c, fib_route_seq_show()).
std::optional<Ipv4> default_gateway(std::string_view route, std::string_view interface) {
    std::optional<Ipv4> gateway;
    std::uint32_t least = 0;
    each_line(route, [&](std::string_view line) {
        const auto words = words_of(line);
        if (words.size() < 8 || words[0] != interface) return;
        const auto destination = number(words[1], 16);
        const auto address = number(words[2], 16);
        const auto flags = number(words[3], 16);
        const auto metric = number(words[6], 10);
        const auto mask = number(words[7], 16);
        if (destination != 0 || mask != 0 || !address || *address == 0 || !flags || !metric) return;
        if ((*flags & RTF_UP) == 0 || (*flags & RTF_GATEWAY) == 0 || (*flags & RTF_REJECT) != 0) return;
        if (gateway && *metric >= least) return;
        gateway = Ipv4{*address};
        least = *metric;
    });
    return gateway;
}

// IP address, HW type, Flags, HW address, Mask, Device (net/ipv4/arp.c, arp_format_neigh_entry()).
std::optional<wifi::MacAddress> resolved_neighbour(std::string_view arp, Ipv4 address,
                                                   std::string_view interface) {
    std::optional<wifi::MacAddress> found;
    const std::string asked = address.to_string();
    each_line(arp, [&](std::string_view line) {
        const auto words = words_of(line);
        if (words.size() < 6 || words[0] != asked || words[5] != interface) return;
        const auto flags = number(words[2], 16);
        if (flags && (*flags & ATF_COM) != 0) found = wifi::MacAddress::parse(words[3]);
    });
    return found;
}

}  // namespace wlanmedic::capture
