// SPDX-License-Identifier: MIT
// What must hold whatever the bytes are. The fuzzer keeps the input that breaks it.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace wlanmedic::fuzz {

inline void require(bool holds, std::string_view what) {
    if (holds) return;
    std::fprintf(stderr, "ERROR: does not hold: %.*s\n", static_cast<int>(what.size()), what.data());
    std::abort();
}

inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
    return {reinterpret_cast<const char*>(data), size};
}

/// True where `part` lies within `whole`: nothing is read beside the line.
inline bool is_within(std::string_view part, std::string_view whole) {
    return part.empty() ||
           (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

}  // namespace wlanmedic::fuzz
