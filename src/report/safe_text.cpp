// SPDX-License-Identifier: MIT
#include "report/safe_text.h"

#include <fmt/format.h>

#include <cstdint>
#include <iterator>

namespace wlanmedic::report {
namespace {

struct Character {
    std::uint32_t code = 0;
    std::size_t size = 1;  // bytes
    bool valid = false;
};

// One character of UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
Character decode(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const std::uint8_t first = byte(0);
    if (first < 0x80) return {.code = first, .size = 1, .valid = true};
    std::size_t size = 0;
    std::uint32_t code = 0;
    std::uint32_t smallest = 0;
    if (first >= 0xc2 && first <= 0xdf)
        size = 2, code = first & 0x1fU, smallest = 0x80;
    else if (first >= 0xe0 && first <= 0xef)
        size = 3, code = first & 0x0fU, smallest = 0x800;
    else if (first >= 0xf0 && first <= 0xf4)
        size = 4, code = first & 0x07U, smallest = 0x10000;
    else
        return {.code = first};
    if (text.size() < size) return {.code = first};
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xc0U) != 0x80) return {.code = first};
        code = code << 6U | (byte(i) & 0x3fU);
    }
    const bool surrogate = code >= 0xd800 && code <= 0xdfff;
    if (code < smallest || surrogate || code > 0x10ffff) return {.code = first};
    return {.code = code, .size = size, .valid = true};
}

// Control characters (C0, DEL, C1), and those of Unicode's format characters that change how others are shown.
bool is_dangerous(std::uint32_t code) {
    return code < 0x20 || (code >= 0x7f && code <= 0x9f) || code == 0xad || code == 0x61c || code == 0x180e ||
           (code >= 0x200b && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
           (code >= 0x2060 && code <= 0x206f) || code == 0xfeff || (code >= 0xfff9 && code <= 0xfffb) ||
           (code >= 0xe0000 && code <= 0xe0fff);
}

}  // namespace

std::string for_terminal(std::string_view text) {
    std::string safe;
    safe.reserve(text.size());
    while (!text.empty()) {
        const Character character = decode(text);
        if (!character.valid)
            fmt::format_to(std::back_inserter(safe), "\\x{:02x}", character.code);
        else if (character.code == '\t')
            safe += ' ';
        else if (is_dangerous(character.code))
            fmt::format_to(std::back_inserter(safe),
                           fmt::runtime(character.code < 0x80 ? "\\x{:02x}" : "\\u{:04x}"), character.code);
        else
            safe += text.substr(0, character.size);
        text.remove_prefix(character.size);
    }
    return safe;
}

std::string valid_utf8(std::string_view text) {
    std::string valid;
    valid.reserve(text.size());
    while (!text.empty()) {
        const Character character = decode(text);
        if (character.valid)
            valid += text.substr(0, character.size);
        else
            fmt::format_to(std::back_inserter(valid), "\\x{:02x}", character.code);
        text.remove_prefix(character.size);
    }
    return valid;
}

std::string without_markup(std::string_view json) {
    std::string safe;
    safe.reserve(json.size());
    for (const char c : json) {
        if (c == '<')
            safe += "\\u003c";
        else if (c == '>')
            safe += "\\u003e";
        else if (c == '&')
            safe += "\\u0026";
        else
            safe += c;
    }
    return safe;
}

}  // namespace wlanmedic::report
