// SPDX-License-Identifier: MIT
// What a module hands over its border instead of a result: what is wrong, where, and what to do about it.
#pragma once

#include <cstdint>
#include <expected>
#include <string>

namespace wlanmedic::wifi {

struct Error {
    std::string what;          ///< one sentence, no full stop
    std::string file;          ///< empty where no file is concerned
    std::uint64_t line = 0;    ///< from 1; 0 where unknown
    std::uint64_t column = 0;  ///< from 1; 0 where unknown
    std::string hint;          ///< what the reader can do; may be empty

    /// "file:line:column: what" with the parts that are known.
    std::string to_string() const;
};

template <class T>
using Result = std::expected<T, Error>;

}  // namespace wlanmedic::wifi
