// SPDX-License-Identifier: MIT
// Numbers within bytes that a machine of either byte order wrote.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

namespace wlanmedic::runfile {

/// The number at `offset`; `bytes` must reach so far.
template <class Number>
Number load(std::string_view bytes, std::size_t offset, std::endian order) {
    static_assert(std::is_unsigned_v<Number>);
    Number number = 0;
    for (std::size_t i = 0; i < sizeof(Number); ++i) {
        const std::size_t at = order == std::endian::big ? i : sizeof(Number) - 1 - i;
        number = static_cast<Number>((static_cast<std::uint64_t>(number) << 8U) |
                                     static_cast<unsigned char>(bytes[offset + at]));
    }
    return number;
}

/// In this machine's byte order.
template <class Number>
void append(std::string& bytes, Number number) {
    static_assert(std::is_unsigned_v<Number>);
    char raw[sizeof(Number)];
    std::memcpy(raw, &number, sizeof(Number));
    bytes.append(raw, sizeof(Number));
}

/// Up to the next multiple of 4, as pcapng pads all it holds.
constexpr std::uint64_t padded(std::uint64_t length) { return (length + 3) / 4 * 4; }

}  // namespace wlanmedic::runfile
