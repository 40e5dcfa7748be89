// SPDX-License-Identifier: MIT
// The tokens of a C source, as far as finding calls needs them: no comments, no insides of strings, nothing that
// stands under #if 0.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace wlanmedic::kernel {

struct Token {
    std::string_view text;   ///< an identifier, a number, one character of punctuation, or "\"" for a string
    std::uint32_t line = 0;  ///< from 1
    bool at_margin = false;  ///< the first character of its line
    bool directive = false;  ///< part of a preprocessor directive: of a macro, mostly
};

/// They point into `source`. Whatever the bytes are: what is no C gives tokens that are no calls.
std::vector<Token> c_tokens(std::string_view source);

}  // namespace wlanmedic::kernel
