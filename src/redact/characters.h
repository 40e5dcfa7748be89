// SPDX-License-Identifier: MIT
// Kinds of characters, without the locale's opinion.
#pragma once

#include <cstdint>

namespace wlanmedic::redact {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_alnum(char c) { return is_digit(c) || is_letter(c); }
constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }
/// A part of a word: bytes of UTF-8 too.
constexpr bool is_word(char c) { return is_alnum(c) || c == '_' || static_cast<unsigned char>(c) >= 0x80; }
constexpr std::uint8_t hex_value(char c) {
    return static_cast<std::uint8_t>(is_digit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
}
constexpr std::uint8_t hex_pair(char high, char low) {
    return static_cast<std::uint8_t>((hex_value(high) << 4U) | hex_value(low));
}

}  // namespace wlanmedic::redact
