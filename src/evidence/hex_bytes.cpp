// SPDX-License-Identifier: MIT
#include "evidence/hex_bytes.h"

#include "wifi/text_cursor.h"

namespace wlanmedic::evidence {

std::optional<std::vector<std::uint8_t>> bytes_from_hex(std::string_view text) {
    std::vector<std::uint8_t> bytes;
    wifi::TextCursor cursor(text);
    cursor.skip_spaces();
    while (!cursor.at_end()) {
        const std::string_view word = cursor.take_word();
        wifi::TextCursor digits(word);
        const auto byte = digits.take_number<std::uint8_t>(16);
        if (word.size() != 2 || !byte || !digits.at_end()) return std::nullopt;
        bytes.push_back(*byte);
        cursor.skip_spaces();
    }
    return bytes;
}

}  // namespace wlanmedic::evidence
