// SPDX-License-Identifier: MIT
// The attributes of one message by their types, each read with the size that it has to have.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "netlink/attributes.h"
#include "wifi/mac_address.h"

namespace wlanmedic::netlink {

/// Of several attributes of one type the first counts; types from `most_types` on are passed over.
class AttributeTable {
public:
    explicit AttributeTable(Bytes bytes);

    bool has(std::uint16_t type) const { return find(type) != nullptr; }
    // Nothing where there is none. One of another size is none, and makes the message malformed.
    std::optional<std::uint8_t> u8(std::uint16_t type) const;
    std::optional<std::uint16_t> u16(std::uint16_t type) const;
    std::optional<std::uint32_t> u32(std::uint16_t type) const;
    std::optional<std::uint64_t> u64(std::uint16_t type) const;
    std::optional<wifi::MacAddress> address(std::uint16_t type) const;  ///< six octets
    std::optional<std::string_view> text(std::uint16_t type) const;     ///< up to its first zero byte
    std::optional<Bytes> bytes(std::uint16_t type) const;

    /// The bytes break off or lie about their sizes, or an attribute that was asked for has another size.
    bool is_malformed() const { return broken_ || wrong_size_; }

    static constexpr std::uint16_t most_types = 1024;

private:
    const Attribute* find(std::uint16_t type) const;
    template <class T>
    std::optional<T> sized(const Attribute* attribute, std::optional<T> value) const;

    std::vector<Attribute> attributes_;
    bool broken_ = false;
    mutable bool wrong_size_ = false;  // found by the readers above
};

}  // namespace wlanmedic::netlink
