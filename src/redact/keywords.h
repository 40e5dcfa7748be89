// SPDX-License-Identifier: MIT
// The words that stand before a name, with the shape of what follows. Each was seen in the output of the program
// named in keywords.cpp.
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
