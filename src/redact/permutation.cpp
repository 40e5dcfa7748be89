// SPDX-License-Identifier: MIT
#include "redact/permutation.h"

#include <array>
#include <cstring>

namespace wlanmedic::redact {

std::uint64_t permuted(const Key& key, std::string_view use, unsigned bits, std::uint64_t number) {
    const unsigned half = bits / 2;
    const std::uint64_t mask = (std::uint64_t{1} << half) - 1;
    std::uint64_t left = number >> half;
    std::uint64_t right = number & mask;
    for (std::uint64_t round = 0; round < 8; ++round) {
        const std::array<std::uint64_t, 2> input{round, right};
        std::array<char, sizeof input> bytes;
        std::memcpy(bytes.data(), input.data(), bytes.size());
        const std::uint64_t mixed = key.number(use, std::string_view(bytes.data(), bytes.size())) & mask;
        const std::uint64_t next = left ^ mixed;
        left = right;
        right = next;
    }
    return (left << half) | right;
}

}  // namespace wlanmedic::redact
