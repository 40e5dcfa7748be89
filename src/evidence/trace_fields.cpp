// SPDX-License-Identifier: MIT
#include "evidence/trace_fields.h"

#include <array>

#include "wifi/text_cursor.h"

namespace wlanmedic::evidence {
namespace {

// IFNAMSIZ - 1. Kernels before 2.6.38 printed a pointer there, which is longer.
constexpr std::size_t longest_name = 15;

struct Named {
    std::string_view name;
    std::string_view number;  // what stands in the brackets
};

// "key:wlan2(4)": the name may have brackets of its own, but no blank and no colon.
std::optional<Named> named(std::string_view text, std::string_view key) {
    const std::size_t begin = text.find(key);
    if (begin == std::string_view::npos || (begin > 0 && text[begin - 1] != ' ')) return std::nullopt;
    std::string_view word = text.substr(begin + key.size());
    word = word.substr(0, word.find(' '));
    if (word.ends_with(',')) word.remove_suffix(1);
    const std::size_t bracket = word.rfind('(');
    if (bracket == std::string_view::npos || !word.ends_with(')')) return std::nullopt;
    if (bracket == 0 || bracket > longest_name) return std::nullopt;
    return Named{.name = word.substr(0, bracket), .number = word.substr(bracket + 1, word.size() - bracket - 2)};
}

}  // namespace

std::optional<TraceVif> trace_vif(std::string_view text) {
    const auto found = named(text, "vif:");
    if (!found) return std::nullopt;
    wifi::TextCursor cursor(found->number);
    const auto type = cursor.take_number<int>();
    if (!type) return std::nullopt;
    return TraceVif{.name = found->name, .type = *type, .p2p = cursor.take("/p2p")};
}

std::optional<std::string_view> trace_netdev(std::string_view text) {
    const auto found = named(text, "netdev:");
    return found ? std::optional(found->name) : std::nullopt;
}

std::string_view trace_phy(std::string_view text) {
    const std::string_view word = text.substr(0, text.find_first_of(" ,"));
    return word.find_first_of(":(") == std::string_view::npos ? word : std::string_view{};
}

std::optional<wifi::MacAddress> trace_address(std::string_view text) {
    constexpr std::size_t size = 17;
    for (std::size_t colon = text.find(':'); colon != std::string_view::npos; colon = text.find(':', colon + 1)) {
        if (colon < 2 || text.size() - (colon - 2) < size) continue;
        if (const auto address = wifi::MacAddress::parse(text.substr(colon - 2, size))) return address;
    }
    return std::nullopt;
}

std::optional<std::int64_t> trace_number(std::string_view text, std::string_view key) {
    const std::size_t begin = text.find(key);
    if (begin == std::string_view::npos) return std::nullopt;
    wifi::TextCursor cursor(text.substr(begin + key.size()));
    cursor.skip_spaces();
    const bool negative = cursor.take("-");
    const auto number =
        cursor.take("0x") ? cursor.take_number<std::int64_t>(16) : cursor.take_number<std::int64_t>();
    if (!number) return std::nullopt;
    return negative ? -*number : *number;
}

std::string_view interface_type(int type, bool p2p) {
    static constexpr std::array<std::string_view, 13> names{
        "unspecified", "IBSS",       "station", "access point", "AP/VLAN",          "WDS", "monitor",
        "mesh point",  "P2P-client", "P2P-GO",  "P2P-device",   "outside of a BSS", "NAN"};
    if (p2p && type == 2) return "P2P-client";
    if (p2p && type == 3) return "P2P-GO";
    if (type < 0 || static_cast<std::size_t>(type) >= names.size()) return "unknown";
    return names[static_cast<std::size_t>(type)];
}

}  // namespace wlanmedic::evidence
