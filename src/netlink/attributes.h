// SPDX-License-Identifier: MIT
// Attributes of netlink messages (struct nlattr, include/uapi/linux/netlink.h), from bytes that nobody vouches
// for.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace wlanmedic::netlink {

using Bytes = std::span<const std::uint8_t>;

struct Attribute {
    std::uint16_t type = 0;  ///< without NLA_F_NESTED and NLA_F_NET_BYTEORDER
    Bytes value;

    /// In the byte order of the machine that recorded, which is taken to be this one's; nothing where the size is
    /// another.
    std::optional<std::uint8_t> u8() const;
    std::optional<std::uint16_t> u16() const;
    std::optional<std::uint32_t> u32() const;
    std::optional<std::uint64_t> u64() const;
    /// Up to its first zero byte.
    std::string_view text() const;
};

/// The attributes of a message or of a nested attribute, one after the other. Ends where the bytes end or stop
/// making sense; `broken()` tells which.
class Attributes {
public:
    explicit Attributes(Bytes bytes) : rest_(bytes) {}
    std::optional<Attribute> next();
    bool broken() const { return broken_; }

    /// The first of this type; nothing where there is none before the bytes stop making sense.
    static std::optional<Attribute> find(Bytes bytes, std::uint16_t type);

private:
    Bytes rest_;
    bool broken_ = false;
};

}  // namespace wlanmedic::netlink
