// SPDX-License-Identifier: MIT
// Small words that the decoders of programs' messages share.
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "evidence/decoded.h"
#include "wifi/text_cursor.h"

namespace wlanmedic::evidence {

inline Decoded of_kind(Decoded::Kind kind) {
    Decoded decoded;
    decoded.kind = kind;
    return decoded;
}

inline Decoded an_event(wifi::Payload payload) {
    Decoded decoded = of_kind(Decoded::Kind::event);
    decoded.payload = std::move(payload);
    return decoded;
}

inline Decoded on_interface(std::string_view interface, Decoded decoded) {
    decoded.interface = interface;
    return decoded;
}

template <std::size_t n>
bool starts_with_any(std::string_view text, const std::array<std::string_view, n>& words) {
    return std::ranges::any_of(words, [&](std::string_view word) { return text.starts_with(word); });
}

/// The address at the cursor. One that somebody blanked out in a way of his own ("[redacted]", "...") is eaten and
/// stays unknown, as does 00:00:00:00:00:00, which stands for none.
inline std::optional<wifi::MacAddress> take_some_address(wifi::TextCursor& cursor) {
    if (const auto address = wifi::MacAddress::parse(cursor.rest().substr(0, 17))) {
        cursor.take(cursor.rest().substr(0, 17));
        if (address->is_zero()) return std::nullopt;
        return address;
    }
    if (cursor.peek() == '[') {
        const std::size_t end = cursor.rest().find(']');
        if (end != std::string_view::npos) {
            cursor.take(cursor.rest().substr(0, end + 1));
            return std::nullopt;
        }
    }
    cursor.take_word();
    return std::nullopt;
}

/// The number behind the first "key" in `text`; only for texts in which nothing foreign stands before it.
template <std::integral T>
std::optional<T> number_after(std::string_view text, std::string_view key) {
    const std::size_t at = text.find(key);
    if (at == std::string_view::npos) return std::nullopt;
    wifi::TextCursor cursor(text.substr(at + key.size()));
    const bool negative = std::is_signed_v<T> && cursor.take("-");
    const auto value = cursor.take_number<T>();
    if (!value) return std::nullopt;
    return negative ? static_cast<T>(-*value) : *value;
}

/// What stands between `open` and the next `close`; nothing where either is missing.
inline std::optional<std::string_view> take_between(wifi::TextCursor& cursor, std::string_view open,
                                                    std::string_view close) {
    wifi::TextCursor ahead = cursor;
    if (!ahead.take(open)) return std::nullopt;
    const std::size_t end = ahead.rest().find(close);
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view inside = ahead.rest().substr(0, end);
    ahead.take(ahead.rest().substr(0, end + close.size()));
    cursor = ahead;
    return inside;
}

/// A name as the kernel allows it for an interface (dev_valid_name()): 1 to 15 bytes (IFNAMSIZ is 16 with the
/// terminating zero) without blanks, '/', ':'; here without any other byte either that a terminal could take for a
/// command.
inline bool is_interface_name(std::string_view name) {
    return !name.empty() && name.size() <= 15 && name != "." && name != ".." &&
           std::ranges::none_of(name, [](char letter) {
               const auto byte = static_cast<unsigned char>(letter);
               return byte <= ' ' || byte == 0x7f || letter == '/' || letter == ':';
           });
}

/// Such a name as programs write it in their sentences, where brackets, quotes and commas are theirs.
inline bool may_be_interface(std::string_view name) {
    return !name.empty() && name.size() <= 15 && name.find_first_of(" \t/:'\"()[]<>=,;") == std::string_view::npos;
}

}  // namespace wlanmedic::evidence
