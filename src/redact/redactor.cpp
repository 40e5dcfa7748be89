// SPDX-License-Identifier: MIT
#include "redact/redactor.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>

#include "redact/characters.h"
#include "redact/collector.h"

namespace wlanmedic::redact {
namespace {

std::string spelled(const Mac& mac) { return fmt::format("{:02x}", fmt::join(mac, ":")); }
std::string spelled(const Ipv4& address) { return fmt::format("{}", fmt::join(address, ".")); }
std::string spelled_ipv6(const Ipv6& address) {
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    ::inet_ntop(AF_INET6, address.data(), buffer.data(), buffer.size());
    return buffer.data();
}
std::string spelled_id(const Id& id) { return fmt::format("{:02x}", fmt::join(id, "")); }
std::string spelled(std::string_view name) {
    std::string text;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        text += byte < 0x20 || byte >= 0x7f || c == '\\' ? fmt::format("\\x{:02x}", byte) : std::string(1, c);
    }
    return text;
}

std::string map_line(std::string_view kind, std::string_view original, std::string_view stand_in) {
    return fmt::format("{}\t{}\t{}\n", kind, original, stand_in);
}

}  // namespace

Redactor::Redactor(const Key& key, bool numbered) : stand_ins_(key, numbered, originals_) {}

void Redactor::collect(std::string_view text) {
    Collector collector(text.size(), originals_);
    scan(text, collector);
}

void Redactor::collect(const evidence::Input& input) {
    redact_stream(
        input,
        [&](std::string_view text) {
            collect(text);
            return std::vector<Edit>();
        },
        [](std::string_view) {});
}

wifi::Result<void> Redactor::learned() {
    if (originals_.full())
        return std::unexpected(
            wifi::Error{.what = "there are too many different addresses or names to keep in memory",
                        .file = {},
                        .hint = "redact the files in parts, with the same --key"});
    known_.emplace(originals_, own_words_);
    return {};
}

std::vector<Edit> Redactor::edits_of(std::string_view text) {
    Rewriter rewriter(text, originals_, *known_, stand_ins_, counts_);
    scan(text, rewriter);
    rewriter.known_names();
    return std::move(rewriter).edits();
}

void Redactor::rewrite(const evidence::Input& input, const Write& write) {
    redact_stream(input, [&](std::string_view text) { return edits_of(text); }, write);
}

std::string Redactor::rewrite(std::string_view text) { return edited(text, edits_of(text)); }

std::string Redactor::map() {
    std::string map;
    std::vector<std::uint64_t> macs(originals_.macs().begin(), originals_.macs().end());
    std::ranges::sort(macs);
    for (const std::uint64_t number : macs) {
        Mac mac{};
        for (std::size_t i = 0; i < 6; ++i) mac[i] = static_cast<std::uint8_t>(number >> (8 * (5 - i)));
        map += map_line("mac", spelled(mac), spelled(stand_ins_.mac(mac)));
    }
    for (const std::string& text : originals_.partial_macs()) {
        std::string other = text;
        for (std::size_t i = 0; i < 6; ++i)
            if (is_hex(text[i * 3]))
                other.replace(i * 3, 2,
                              fmt::format("{:02x}", stand_ins_.octet(i, hex_pair(text[i * 3], text[i * 3 + 1]))));
        map += map_line("mac", text, other);
    }
    for (const Ipv4& address : originals_.ipv4())
        map += map_line("ipv4", spelled(address), spelled(stand_ins_.ipv4(address)));
    for (const Ipv6& address : originals_.ipv6())
        map += map_line("ipv6", spelled_ipv6(address), spelled_ipv6(stand_ins_.ipv6(address)));
    for (const Id& id : originals_.ids()) map += map_line("id", spelled_id(id), spelled_id(stand_ins_.id(id)));
    for (const Kind kind : {Kind::ssid, Kind::host, Kind::user, Kind::domain, Kind::mail, Kind::serial})
        for (const std::string& name : originals_.names(kind))
            map += map_line(name_of(kind), spelled(name), stand_ins_.name(kind, name));
    return map;
}

}  // namespace wlanmedic::redact
