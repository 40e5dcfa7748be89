// SPDX-License-Identifier: MIT
// The words that stand before a name, with the shape of what follows. tests/redact/wordings_test.cpp holds those
// that were looked up in the source of the program that prints them. The others are spellings of other versions,
// vendors' drivers, configurations and applets, which nobody has looked up one by one.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "redact/originals.h"

namespace wlanmedic::redact {

enum class Shape : std::uint8_t {
    quoted,      ///< to the quote that the keyword ends with
    token,       ///< to the next blank or punctuation; may be quoted
    rest,        ///< to the end of the line, or ", WORD:" or " WORD=": an SSID has blanks; may be quoted
    line,        ///< the same, where nothing but blanks stands before the keyword on its line
    path,        ///< to the next '/', blank or quote
    file,        ///< the same, without the last ".SUFFIX"
    angle,       ///< to '>'
    all_quoted,  ///< each quoted text of the rest of the line
};

struct Keyword {
    std::string_view text;
    Kind kind;
    Shape shape;
};

const std::vector<Keyword>& keywords();

}  // namespace wlanmedic::redact
