// SPDX-License-Identifier: MIT
#include "redact/siphash.h"

#include <bit>
#include <cstddef>

namespace wlanmedic::redact {
namespace {

struct State {
    std::uint64_t v0, v1, v2, v3;

    void mix(int rounds) {
        for (; rounds > 0; --rounds) {
            v0 += v1;
            v2 += v3;
            v1 = std::rotl(v1, 13) ^ v0;
            v3 = std::rotl(v3, 16) ^ v2;
            v0 = std::rotl(v0, 32);
            v2 += v1;
            v0 += v3;
            v1 = std::rotl(v1, 17) ^ v2;
            v3 = std::rotl(v3, 21) ^ v0;
            v2 = std::rotl(v2, 32);
        }
    }

    void take(std::uint64_t word) {
        v3 ^= word;
        mix(2);
        v0 ^= word;
    }
};

std::uint64_t word_of(std::string_view bytes) {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        word |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
    return word;
}

}  // namespace

std::uint64_t siphash(const SipKey& key, std::string_view bytes) {
    State state{.v0 = key[0] ^ 0x736f6d6570736575U,
                .v1 = key[1] ^ 0x646f72616e646f6dU,
                .v2 = key[0] ^ 0x6c7967656e657261U,
                .v3 = key[1] ^ 0x7465646279746573U};
    const std::uint64_t length = bytes.size();
    for (; bytes.size() >= 8; bytes.remove_prefix(8)) state.take(word_of(bytes.substr(0, 8)));
    state.take(word_of(bytes) | (length << 56U));
    state.v2 ^= 0xffU;
    state.mix(4);
    return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

}  // namespace wlanmedic::redact
