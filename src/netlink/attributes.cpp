// SPDX-License-Identifier: MIT
#include "netlink/attributes.h"

#include <algorithm>
#include <cstring>

namespace wlanmedic::netlink {
namespace {

constexpr std::size_t header = 4;
constexpr std::uint16_t type_mask = 0x3FFF;  // NLA_TYPE_MASK

template <class T>
std::optional<T> number(Bytes value) {
    if (value.size() != sizeof(T)) return std::nullopt;
    T result;
    std::memcpy(&result, value.data(), sizeof result);
    return result;
}

std::uint16_t u16_at(Bytes bytes, std::size_t at) {
    std::uint16_t value;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return value;
}

}  // namespace

std::optional<std::uint8_t> Attribute::u8() const { return number<std::uint8_t>(value); }
std::optional<std::uint16_t> Attribute::u16() const { return number<std::uint16_t>(value); }
std::optional<std::uint32_t> Attribute::u32() const { return number<std::uint32_t>(value); }
std::optional<std::uint64_t> Attribute::u64() const { return number<std::uint64_t>(value); }

std::string_view Attribute::text() const {
    const auto end = std::ranges::find(value, std::uint8_t{0});
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): bytes seen as characters
    return {reinterpret_cast<const char*>(value.data()), static_cast<std::size_t>(end - value.begin())};
}

std::optional<Attribute> Attributes::next() {
    if (rest_.empty() || broken_) return std::nullopt;
    if (rest_.size() < header) {
        broken_ = true;
        return std::nullopt;
    }
    const std::size_t size = u16_at(rest_, 0);
    if (size < header || size > rest_.size()) {
        broken_ = true;
        return std::nullopt;
    }
    Attribute attribute{.type = static_cast<std::uint16_t>(u16_at(rest_, 2) & type_mask),
                        .value = rest_.subspan(header, size - header)};
    rest_ = rest_.subspan(std::min(rest_.size(), (size + 3) & ~std::size_t{3}));
    return attribute;
}

std::optional<Attribute> Attributes::find(Bytes bytes, std::uint16_t type) {
    Attributes all(bytes);
    while (const auto attribute = all.next())
        if (attribute->type == type) return attribute;
    return std::nullopt;
}

}  // namespace wlanmedic::netlink
