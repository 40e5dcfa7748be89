// SPDX-License-Identifier: MIT
#include <array>
#include <optional>

#include "redact/characters.h"
#include "redact/scan_addresses.h"

namespace wlanmedic::redact {
namespace {

struct Group {
    bool known = true;
    std::uint8_t octet = 0;
};

std::optional<Group> group_at(std::string_view text, std::size_t at) {
    if (at + 2 > text.size()) return std::nullopt;
    const char a = text[at];
    const char b = text[at + 1];
    if (is_hex(a) && is_hex(b)) return Group{.known = true, .octet = hex_pair(a, b)};
    if ((a == 'x' || a == 'X' || a == '*') && a == b) return Group{.known = false};
    return std::nullopt;
}

std::size_t separator_at(std::string_view text, std::size_t at) {
    if (at >= text.size()) return 0;
    switch (text[at]) {
        case ':':
        case '-':
        case '_': return 1;
        case '\\': return text.substr(at, 2) == "\\:" ? 2 : 0;
        case '%': return text.substr(at, 3) == "%3A" || text.substr(at, 3) == "%3a" ? 3 : 0;
        default: return 0;
    }
}

struct Run {
    std::vector<std::size_t> at;
    std::vector<Group> groups;
    std::size_t end = 0;
};

Run run_at(std::string_view text, std::size_t begin) {
    Run run;
    std::string_view separator;
    std::size_t at = begin;
    while (const auto group = group_at(text, at)) {
        run.at.push_back(at);
        run.groups.push_back(*group);
        run.end = at + 2;
        const std::size_t size = separator_at(text, run.end);
        const std::string_view here = text.substr(run.end, size);
        if (size == 0 || (!separator.empty() && here != separator)) break;
        separator = here;
        at = run.end + size;
    }
    return run;
}

void tell(const Run& run, std::size_t first, Certainty certainty, Sink& sink) {
    Mac mac{};
    std::array<std::size_t, 6> at{};
    bool any_known = false;
    for (std::size_t i = 0; i < 6; ++i) {
        const Group& group = run.groups[first + i];
        mac[i] = group.octet;
        at[i] = group.known ? run.at[first + i] : blanked;
        any_known = any_known || group.known;
    }
    if (any_known) sink.mac(at, mac, certainty);
}

// The longer ones: a client id, a DUID (RFC 8415, 11), or bytes in which a known address may stand.
void tell_long(const Run& run, Sink& sink) {
    const std::size_t size = run.groups.size();
    const auto begins = [&](std::initializer_list<int> octets) {
        std::size_t i = 0;
        for (const int octet : octets)
            if (octet >= 0 && run.groups[i++].octet != octet)
                return false;
            else if (octet < 0)
                ++i;
        return true;
    };
    HexRun hex{.at = run.at, .bytes = {}, .ascii = {}};
    for (const Group& group : run.groups) hex.bytes.push_back(group.octet);
    if (size == 7) tell(run, 1, Certainty::certain, sink);
    // With or without "ff" and the IAID of RFC 4361 before it.
    for (const std::size_t duid : {std::size_t{0}, std::size_t{5}})
        if (size == duid + 10 || size == duid + 14) {
            const auto octet = [&](std::size_t i) { return run.groups[duid + i].octet; };
            const bool link_layer = octet(0) == 0 && (octet(1) == 1 || octet(1) == 3) && octet(2) == 0;
            if (link_layer && (duid == 0 || begins({0xff}))) tell(run, size - 6, Certainty::certain, sink);
        }
    sink.bytes(hex, 0, false);
}

void scan_dotted(std::string_view text, Sink& sink) {
    for (std::size_t dot = text.find('.'); dot != std::string_view::npos; dot = text.find('.', dot + 1)) {
        if (dot < 4 || dot + 10 > text.size() || text[dot + 5] != '.') continue;
        const std::size_t begin = dot - 4;
        if (begin > 0 && (is_word(text[begin - 1]) || text[begin - 1] == '.')) continue;
        if (dot + 10 < text.size() && (is_word(text[dot + 10]) || text[dot + 10] == '.')) continue;
        Mac mac{};
        std::array<std::size_t, 6> at{};
        bool hex = true;
        bool letters = false;
        for (std::size_t i = 0; i < 6 && hex; ++i) {
            at[i] = begin + i * 2 + i / 2;
            hex = is_hex(text[at[i]]) && is_hex(text[at[i] + 1]);
            if (!hex) break;
            letters = letters || is_letter(text[at[i]]) || is_letter(text[at[i] + 1]);
            mac[i] = hex_pair(text[at[i]], text[at[i] + 1]);
        }
        if (hex) sink.mac(at, mac, letters ? Certainty::certain : Certainty::where_known);
    }
}

}  // namespace

void scan_macs(std::string_view text, Sink& sink) {
    for (std::size_t i = 0; i + 2 < text.size();) {
        if ((i > 0 && is_alnum(text[i - 1])) || !group_at(text, i) || separator_at(text, i + 2) == 0) {
            ++i;
            continue;
        }
        const Run run = run_at(text, i);
        const bool ends = run.end >= text.size() || !is_alnum(text[run.end]);
        const std::size_t size = run.groups.size();
        // A longer word behind the last separator ("02:00:00:00:00:00-station") is no part of it.
        const std::size_t whole = ends ? size : size - 1;
        if (whole == 6) {
            tell(run, 0, Certainty::certain, sink);
        } else if (whole > 6) {
            Run cut = run;
            cut.groups.resize(whole);
            cut.at.resize(whole);
            tell_long(cut, sink);
        }
        i = run.end;
    }
    scan_dotted(text, sink);
}

}  // namespace wlanmedic::redact
