// SPDX-License-Identifier: MIT
// A number that differs where texts differ, but for one pair in 2^64: against mistakes, not against forgers.
#pragma once

#include <cstdint>
#include <string_view>

namespace wlanmedic::tune {

/// FNV-1a (RFC 9923).
class Digest {
public:
    void add(std::string_view bytes) {
        for (const char c : bytes) add_byte(static_cast<unsigned char>(c));
    }
    void add(std::uint64_t number) {
        for (int shift = 0; shift < 64; shift += 8) add_byte(static_cast<unsigned char>(number >> shift));
    }
    std::uint64_t value() const { return value_; }

private:
    void add_byte(unsigned char byte) { value_ = (value_ ^ byte) * 0x100000001b3; }

    std::uint64_t value_ = 0xcbf29ce484222325;
};

}  // namespace wlanmedic::tune
