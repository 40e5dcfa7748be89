// SPDX-License-Identifier: MIT
#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <optional>

#include "redact/characters.h"
#include "redact/scan_addresses.h"

namespace wlanmedic::redact {
namespace {

bool all_pairs(std::string_view token) {
    std::size_t length = 0;
    for (const char c : token) {
        if (c == ':') {
            if (length != 2) return false;
            length = 0;
        } else {
            ++length;
        }
    }
    return length == 2;
}

struct Quad {
    Ipv4 address{};
    std::size_t end = 0;
    bool leading_zero = false;
};

std::optional<Quad> quad_at(std::string_view text, std::size_t at, char separator) {
    Quad quad;
    for (std::size_t part = 0; part < 4; ++part) {
        unsigned value = 0;
        const std::size_t begin = at;
        while (at < text.size() && is_digit(text[at]) && at - begin < 4)
            value = value * 10 + static_cast<unsigned>(text[at++] - '0');
        if (at == begin || at - begin > 3 || value > 255) return std::nullopt;
        quad.leading_zero = quad.leading_zero || (text[begin] == '0' && at - begin > 1);
        quad.address[part] = static_cast<std::uint8_t>(value);
        if (part == 3) break;
        if (at >= text.size() || text[at] != separator) return std::nullopt;
        ++at;
    }
    quad.end = at;
    return quad;
}

// The last word before `end`, and where it begins.
std::string_view word_before(std::string_view text, std::size_t& end) {
    while (end > 0 && !is_alnum(text[end - 1])) {
        if (text[end - 1] == '\n' || text[end - 1] == ',' || text[end - 1] == ';') return {};
        --end;
    }
    const std::size_t stop = end;
    while (end > 0 && is_alnum(text[end - 1]) && stop - end < 24) --end;
    return text.substr(end, stop - end);
}

bool is_any(std::string_view word, std::initializer_list<std::string_view> words) {
    const std::string lower = ascii_lower(word);
    return std::ranges::any_of(words, [&](std::string_view one) { return lower == one; });
}

bool says_version(std::string_view word) {
    return is_any(word, {"version",  "versions", "ver",   "vers", "firmware",  "fw",     "fwver", "rev",
                         "revision", "release",  "bios",  "uefi", "driver",    "api",    "build", "v",
                         "wl0",      "clm",      "ucode", "sdk",  "microcode", "package"});
}

bool is_version(std::string_view text, std::size_t begin) {
    std::size_t end = begin;
    const std::string_view last = word_before(text, end);
    if (says_version(last)) return true;
    if (is_any(last, {"is", "of", "loaded", "number", "string", "id"}))
        return says_version(word_before(text, end));
    return false;
}

}  // namespace

void scan_ipv6(std::string_view text, Sink& sink) {
    constexpr std::size_t longest = 64;  // of a token that is looked at
    for (std::size_t i = 0; i + 1 < text.size();) {
        const bool begins = (is_hex(text[i]) && (i == 0 || !is_word(text[i - 1]))) ||
                            (text[i] == ':' && text[i + 1] == ':' && (i == 0 || !is_word(text[i - 1])));
        if (!begins) {
            ++i;
            continue;
        }
        std::size_t end = i;
        std::size_t colons = 0;
        bool doubled = false;
        while (end < text.size() && end - i <= longest &&
               (is_hex(text[end]) || text[end] == ':' || text[end] == '.')) {
            if (text[end] == ':') {
                ++colons;
                doubled = doubled || (end > i && text[end - 1] == ':');
            }
            ++end;
        }
        if (colons < 2 || end - i > longest || (end < text.size() && is_word(text[end]))) {
            // A label ("addr:") is passed; what stands behind it is looked at.
            while (i < end && text[i] != ':') ++i;
            if (i < end) ++i;
            continue;
        }
        std::size_t stop = end;
        while (stop > i + 2 && (text[stop - 1] == '.' || (text[stop - 1] == ':' && text[stop - 2] != ':'))) --stop;
        const std::string token(text.substr(i, stop - i));
        Ipv6 address{};
        if ((doubled || (colons >= 7 && !all_pairs(token))) && token.size() > 2 && token.size() < 46 &&
            ::inet_pton(AF_INET6, token.c_str(), address.data()) == 1) {
            sink.ipv6(i, stop, address);
            i = end;
            continue;
        }
        // "da:fe80::1": the first group may be a label.
        while (i < end && text[i] != ':') ++i;
        ++i;
    }
}

void scan_ipv4(std::string_view text, Sink& sink) {
    for (std::size_t i = 0; i + 6 < text.size();) {
        if (!is_digit(text[i]) ||
            (i > 0 && (is_word(text[i - 1]) || (text[i - 1] == '.' && i > 1 && is_word(text[i - 2]))))) {
            ++i;
            continue;
        }
        for (const char separator : {'.', '-'}) {
            const auto quad = quad_at(text, i, separator);
            if (!quad) continue;
            const char next = quad->end < text.size() ? text[quad->end] : ' ';
            const char after = quad->end + 1 < text.size() ? text[quad->end + 1] : ' ';
            if (is_word(next) || (next == '.' && is_digit(after))) continue;
            const char before = i > 0 ? text[i - 1] : ' ';
            const bool part_of_a_name =
                ((next == '-' || next == '+' || next == '~' || next == '.') && is_alnum(after)) || before == '-' ||
                before == '+' || before == '~';
            const bool doubtful = separator == '-' || quad->leading_zero || quad->address[0] == 0 ||
                                  part_of_a_name || is_version(text, i);
            if (!(doubtful && is_version(text, i)))
                sink.ipv4(i, quad->end, quad->address, doubtful ? Certainty::where_known : Certainty::certain);
            break;
        }
        while (i < text.size() && (is_digit(text[i]) || text[i] == '.')) ++i;
    }
}

}  // namespace wlanmedic::redact
