// SPDX-License-Identifier: MIT
// Kinds of characters, without the locale's opinion.
#pragma once

#include <array>
#include <cstdint>

namespace wlanmedic::redact {

// One table look-up each: every byte of a log is asked several times.
namespace character_class {
enum : std::uint8_t { digit = 1, hex = 2, letter = 4, word = 8 };
}

inline constexpr auto character_classes = [] {
    using namespace character_class;
    std::array<std::uint8_t, 256> classes{};
    for (unsigned c = 0; c < 256; ++c) {
        if (c >= '0' && c <= '9') classes[c] = digit | hex | word;
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) classes[c] = letter | word;
        if ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')) classes[c] |= hex;
        if (c == '_' || c >= 0x80) classes[c] = word;
    }
    return classes;
}();

constexpr bool is_of(char c, unsigned classes) {
    return (character_classes[static_cast<unsigned char>(c)] & classes) != 0;
}
constexpr bool is_digit(char c) { return is_of(c, character_class::digit); }
constexpr bool is_hex(char c) { return is_of(c, character_class::hex); }
constexpr bool is_letter(char c) { return is_of(c, character_class::letter); }
constexpr bool is_alnum(char c) { return is_of(c, unsigned{character_class::digit} | character_class::letter); }
constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }
constexpr bool is_word(char c) { return is_of(c, character_class::word); }
constexpr std::uint8_t hex_value(char c) {
    return static_cast<std::uint8_t>(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
}
constexpr std::uint8_t hex_pair(char high, char low) {
    return static_cast<std::uint8_t>((hex_value(high) << 4U) | hex_value(low));
}

}  // namespace wlanmedic::redact
