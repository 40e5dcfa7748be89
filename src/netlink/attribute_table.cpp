// SPDX-License-Identifier: MIT
#include "netlink/attribute_table.h"

#include <algorithm>
#include <bitset>

namespace wlanmedic::netlink {

AttributeTable::AttributeTable(Bytes bytes) {
    std::bitset<most_types> seen;
    Attributes all(bytes);
    while (const auto attribute = all.next()) {
        if (attribute->type >= most_types || seen.test(attribute->type)) continue;
        seen.set(attribute->type);
        attributes_.push_back(*attribute);
    }
    broken_ = all.broken();
}

const Attribute* AttributeTable::find(std::uint16_t type) const {
    const auto found = std::ranges::find(attributes_, type, &Attribute::type);
    return found == attributes_.end() ? nullptr : &*found;
}

template <class T>
std::optional<T> AttributeTable::sized(const Attribute* attribute, std::optional<T> value) const {
    if (attribute != nullptr && !value) wrong_size_ = true;
    return value;
}

std::optional<std::uint8_t> AttributeTable::u8(std::uint16_t type) const {
    const Attribute* attribute = find(type);
    return sized(attribute, attribute != nullptr ? attribute->u8() : std::nullopt);
}

std::optional<std::uint16_t> AttributeTable::u16(std::uint16_t type) const {
    const Attribute* attribute = find(type);
    return sized(attribute, attribute != nullptr ? attribute->u16() : std::nullopt);
}

std::optional<std::uint32_t> AttributeTable::u32(std::uint16_t type) const {
    const Attribute* attribute = find(type);
    return sized(attribute, attribute != nullptr ? attribute->u32() : std::nullopt);
}

std::optional<std::uint64_t> AttributeTable::u64(std::uint16_t type) const {
    const Attribute* attribute = find(type);
    return sized(attribute, attribute != nullptr ? attribute->u64() : std::nullopt);
}

std::optional<wifi::MacAddress> AttributeTable::address(std::uint16_t type) const {
    const Attribute* attribute = find(type);
    return sized(attribute, attribute != nullptr ? wifi::MacAddress::from_octets(attribute->value) : std::nullopt);
}

std::optional<std::string_view> AttributeTable::text(std::uint16_t type) const {
    const Attribute* attribute = find(type);
    return attribute != nullptr ? std::optional(attribute->text()) : std::nullopt;
}

std::optional<Bytes> AttributeTable::bytes(std::uint16_t type) const {
    const Attribute* attribute = find(type);
    return attribute != nullptr ? std::optional(attribute->value) : std::nullopt;
}

}  // namespace wlanmedic::netlink
