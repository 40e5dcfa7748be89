// SPDX-License-Identifier: MIT
// Searches a literal that begins with a frequent byte, such as a blank: string_view::find() would stop at each of
// them.
#pragma once

#include <cstring>
#include <string_view>

namespace wlanmedic::redact {

inline std::size_t find_words(std::string_view text, std::string_view words, std::size_t from = 0) {
    if (from >= text.size()) return std::string_view::npos;
    const void* found = ::memmem(text.data() + from, text.size() - from, words.data(), words.size());
    return found == nullptr ? std::string_view::npos
                            : static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
}

}  // namespace wlanmedic::redact
