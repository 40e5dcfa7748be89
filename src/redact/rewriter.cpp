// SPDX-License-Identifier: MIT
#include "redact/rewriter.h"

#include <arpa/inet.h>
#include <fmt/format.h>

#include <algorithm>

#include "redact/characters.h"
#include "redact/escapes.h"

namespace wlanmedic::redact {
namespace {

constexpr auto npos = std::string_view::npos;

bool is_quoted(std::string_view text, std::size_t begin, std::size_t end) {
    if (begin == 0 || end >= text.size()) return false;
    const char open = text[begin - 1];
    return (open == text[end] && (open == '"' || open == '\'')) || (open == '<' && text[end] == '>');
}

bool is_whole_word(std::string_view text, std::size_t begin, std::size_t end) {
    const bool before = begin == 0 || !is_word(text[begin]) || !is_word(text[begin - 1]);
    return before && (end >= text.size() || !is_word(text[end - 1]) || !is_word(text[end]));
}

// "cafe" within "fe80::cafe:1" or "0a-cafe" is a number.
bool within_a_number(std::string_view text, std::size_t begin, std::size_t end) {
    if (!std::ranges::all_of(text.substr(begin, end - begin), is_hex)) return false;
    const auto joins = [&](std::size_t at) { return at < text.size() && (text[at] == ':' || text[at] == '-'); };
    return (begin > 1 && joins(begin - 1) && is_hex(text[begin - 2])) ||
           (joins(end) && end + 1 < text.size() && is_hex(text[end + 1]));
}

template <std::size_t size>
std::array<std::uint8_t, size> octets_at(const HexRun& run, std::size_t first) {
    std::array<std::uint8_t, size> octets{};
    std::copy_n(run.bytes.begin() + static_cast<std::ptrdiff_t>(first), size, octets.begin());
    return octets;
}

}  // namespace

KnownNames::KnownNames(const Originals& originals, const OwnWords& own_words) {
    // Hosts and users before networks: where one word is both, one stand-in must do.
    for (const Kind kind : {Kind::mail, Kind::host, Kind::user, Kind::ssid, Kind::domain, Kind::serial})
        for (const std::string& name : originals.names(kind)) {
            const bool bare = name.size() >= 3 && !own_words.has(name);
            const std::size_t index = names_.size();
            names_.push_back({.kind = kind, .name = name, .bare = bare});
            plain_.add(name, index);
            if (own_words.has(name)) continue;
            for (const std::string& spelling : spellings(name)) spelled_.add(spelling, index);
        }
}

const KnownNames::Name* KnownNames::at(std::string_view text, std::size_t at, std::size_t& length) const {
    if (!spelled_.may_begin(text, at)) return nullptr;
    if (at > 0 && is_word(text[at]) && is_word(text[at - 1])) return nullptr;
    const auto found = spelled_.at(text, at, [&](std::size_t size, std::size_t value) {
        if (!is_whole_word(text, at, at + size)) return false;
        return is_quoted(text, at, at + size) || (names_[value].bare && !within_a_number(text, at, at + size));
    });
    if (!found) return nullptr;
    length = found->length;
    return &names_[found->value];
}

const KnownNames::Name* KnownNames::at_bytes(std::string_view bytes, std::size_t at, bool bare,
                                             std::size_t& length) const {
    if (!plain_.may_begin(bytes, at)) return nullptr;
    const auto found = plain_.at(bytes, at, [&](std::size_t size, std::size_t value) {
        const bool whole = at == 0 && size == bytes.size();
        const std::size_t least = names_[value].kind == Kind::ssid && (whole || !bare) ? 3 : 4;
        return size >= least;
    });
    if (!found) return nullptr;
    length = found->length;
    return &names_[found->value];
}

Rewriter::Rewriter(std::string_view text, const Originals& originals, const KnownNames& known, StandIns& stand_ins,
                   Counts& counts)
    : Sink(text.size()),
      text_(text),
      originals_(&originals),
      known_(&known),
      stand_ins_(&stand_ins),
      counts_(&counts) {}

void Rewriter::put_octets(std::span<const std::size_t> at, std::span<const std::uint8_t> octets) {
    bool upper = false;
    for (const std::size_t place : at)
        if (place != blanked)
            for (const char c : text_.substr(place, 2)) upper = upper || (c >= 'A' && c <= 'F');
    for (std::size_t i = 0; i < at.size(); ++i)
        if (at[i] != blanked)
            edits_.push_back(
                {.begin = at[i],
                 .end = at[i] + 2,
                 .text = upper ? fmt::format("{:02X}", octets[i]) : fmt::format("{:02x}", octets[i])});
}

void Rewriter::mac(std::span<const std::size_t> at, const Mac& mac, Certainty certainty) {
    Mac octets = mac;
    std::size_t begin = npos;
    std::size_t end = 0;
    for (std::size_t i = 0; i < at.size(); ++i) {
        if (at[i] == blanked) continue;
        begin = std::min(begin, at[i]);
        end = at[i] + 2;
    }
    if (std::ranges::find(at, blanked) != at.end()) {
        for (std::size_t i = 0; i < octets.size(); ++i) octets[i] = stand_ins_->octet(i, octets[i]);
    } else {
        if (certainty != Certainty::certain && !originals_->has(mac)) return;
        if (is_well_known(mac)) {
            claim(begin, end);
            return;
        }
        octets = stand_ins_->mac(mac);
    }
    if (!claim(begin, end)) return;
    put_octets(at, octets);
    count(Kind::mac);
}

void Rewriter::ipv4(std::size_t begin, std::size_t end, const Ipv4& address, Certainty certainty) {
    if (certainty != Certainty::certain && !originals_->has(address)) return;
    if (!claim(begin, end) || is_well_known(address)) return;
    const Ipv4 other = stand_ins_->ipv4(address);
    const bool dashes = text_.substr(begin, end - begin).find('-') != npos;
    edits_.push_back({.begin = begin,
                      .end = end,
                      .text = dashes ? fmt::format("{}-{}-{}-{}", other[0], other[1], other[2], other[3])
                                     : fmt::format("{}.{}.{}.{}", other[0], other[1], other[2], other[3])});
    count(Kind::ipv4);
}

void Rewriter::ipv6(std::size_t begin, std::size_t end, const Ipv6& address) {
    if (!claim(begin, end) || is_well_known(address)) return;
    const Ipv6 other = stand_ins_->ipv6(address);
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    ::inet_ntop(AF_INET6, other.data(), buffer.data(), buffer.size());
    edits_.push_back({.begin = begin, .end = end, .text = buffer.data()});
    count(Kind::ipv6);
}

void Rewriter::id(std::span<const std::size_t> at, const Id& id, Certainty certainty) {
    if (certainty != Certainty::certain && !originals_->has_id(id)) return;
    if (!claim(at.front(), at.back() + 2)) return;
    put_octets(at, stand_ins_->id(id));
    count(Kind::id);
}

void Rewriter::name(Kind kind, std::size_t begin, std::size_t end, std::string_view name) {
    std::string instead = stand_ins_->name(kind, name);
    if (instead == name) return;
    edits_.push_back({.begin = begin, .end = end, .text = std::move(instead)});
    count(kind);
}

void Rewriter::secret(std::size_t begin, std::size_t end, std::string_view instead) {
    edits_.push_back({.begin = begin, .end = end, .text = std::string(instead)});
    count(Kind::secret);
}

bool Rewriter::put_run(Kind kind, const HexRun& run, std::size_t first, std::span<const std::uint8_t> octets) {
    const auto at = std::span(run.at).subspan(first, octets.size());
    // Each pair by itself: other pairs' claims between them (the end of a row) do not matter.
    for (const std::size_t place : at)
        if (!is_free(place, place + 2)) return false;
    for (const std::size_t place : at) claim(place, place + 2);
    put_octets(at, octets);
    for (std::size_t i = 0; i < octets.size() && !run.ascii.empty(); ++i) {
        const std::size_t place = run.ascii[first + i];
        if (place == npos || !claim(place, place + 1)) continue;
        const bool printable = octets[i] >= 0x20 && octets[i] < 0x7f;
        edits_.push_back({.begin = place,
                          .end = place + 1,
                          .text = std::string(1, printable ? static_cast<char>(octets[i]) : '_')});
    }
    count(kind);
    return true;
}

void Rewriter::name_in_bytes(Kind kind, const HexRun& run, std::size_t first, std::size_t count) {
    const std::string name(run.bytes.begin() + static_cast<std::ptrdiff_t>(first),
                           run.bytes.begin() + static_cast<std::ptrdiff_t>(first + count));
    if (is_well_known(kind, name)) return;
    const std::string other = StandIns::fitted(stand_ins_->name(kind, name), count);
    put_run(kind, run, first, std::vector<std::uint8_t>(other.begin(), other.end()));
}

std::size_t Rewriter::put_known(const HexRun& run, std::size_t at, bool bare) {
    const std::size_t left = run.bytes.size() - at;
    if (left >= 16) {
        const Ipv6 address = octets_at<16>(run, at);
        if (originals_->has(address) && put_run(Kind::ipv6, run, at, stand_ins_->ipv6(address))) return 16;
        if (originals_->has_id(address) && put_run(Kind::id, run, at, stand_ins_->id(address))) return 16;
    }
    if (left >= 8 && run.bytes[at + 3] == 0xff && run.bytes[at + 4] == 0xfe) {
        const auto eui = octets_at<8>(run, at);
        for (const unsigned flip : {2U, 0U}) {
            const Mac mac{static_cast<std::uint8_t>(eui[0] ^ flip), eui[1], eui[2], eui[5], eui[6], eui[7]};
            if (!originals_->has(mac)) continue;
            const Mac other = stand_ins_->mac(mac);
            const std::array<std::uint8_t, 8> octets{static_cast<std::uint8_t>(other[0] ^ flip),
                                                     other[1],
                                                     other[2],
                                                     0xff,
                                                     0xfe,
                                                     other[3],
                                                     other[4],
                                                     other[5]};
            if (put_run(Kind::mac, run, at, octets)) return 8;
        }
    }
    if (left >= 6) {
        const Mac mac = octets_at<6>(run, at);
        if (originals_->has(mac) && put_run(Kind::mac, run, at, stand_ins_->mac(mac))) return 6;
        Mac reversed = mac;
        std::ranges::reverse(reversed);
        // Addresses of mostly zeros turned around are counters.
        if (std::ranges::count(mac, 0) <= 2 && originals_->has(reversed)) {
            Mac other = stand_ins_->mac(reversed);
            std::ranges::reverse(other);
            if (put_run(Kind::mac, run, at, other)) return 6;
        }
    }
    const std::string_view bytes(reinterpret_cast<const char*>(run.bytes.data()), run.bytes.size());
    std::size_t length = 0;
    if (const auto* name = known_->at_bytes(bytes, at, bare, length)) {
        const std::string other = StandIns::fitted(stand_ins_->name(name->kind, name->name), length);
        if (put_run(name->kind, run, at, std::vector<std::uint8_t>(other.begin(), other.end()))) return length;
    }
    if (left >= 4 && (!bare || run.bytes.size() == 4)) {
        const Ipv4 address = octets_at<4>(run, at);
        Ipv4 reversed = address;
        std::ranges::reverse(reversed);
        if (originals_->has(address) && put_run(Kind::ipv4, run, at, stand_ins_->ipv4(address))) return 4;
        if (bare && originals_->has(reversed)) {
            Ipv4 other = stand_ins_->ipv4(reversed);
            std::ranges::reverse(other);
            if (put_run(Kind::ipv4, run, at, other)) return 4;
        }
    }
    return 0;
}

void Rewriter::bytes(const HexRun& run, std::size_t first, bool bare) {
    for (std::size_t at = first; at < run.bytes.size();) at += std::max<std::size_t>(put_known(run, at, bare), 1);
}

void Rewriter::known_names() {
    for (std::size_t i = 0; i < text_.size(); ++i) {
        std::size_t length = 0;
        const auto* name = known_->at(text_, i, length);
        if (name == nullptr || !claim(i, i + length)) continue;
        this->name(name->kind, i, i + length, name->name);
        i += length - 1;
    }
}

std::vector<Edit> Rewriter::edits() && {
    std::ranges::sort(edits_, {}, &Edit::begin);
    return std::move(edits_);
}

}  // namespace wlanmedic::redact
