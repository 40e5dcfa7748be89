// SPDX-License-Identifier: MIT
// Netlink messages as the kernel lays them out, for tests.
#pragma once

#include <linux/genetlink.h>
#include <linux/netlink.h>

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "wifi/mac_address.h"

namespace wlanmedic::test {

using ByteVector = std::vector<std::uint8_t>;

template <class T>
void append(ByteVector& bytes, const T& value) {
    const std::size_t at = bytes.size();
    bytes.resize(at + sizeof value);
    std::memcpy(bytes.data() + at, &value, sizeof value);
}

// One by one: g++ 12 takes an insert behind these for a copy out of bounds.
void append_bytes(ByteVector& bytes, const auto& more) {
    bytes.reserve(bytes.size() + more.size());
    for (const std::uint8_t byte : more) bytes.push_back(byte);
}

inline void pad(ByteVector& bytes) { bytes.resize((bytes.size() + 3) & ~std::size_t{3}); }

/// Attributes, one after the other.
class AttributeBytes {
public:
    AttributeBytes& bytes(std::uint16_t type, const ByteVector& value) {
        append(all_, static_cast<std::uint16_t>(4 + value.size()));
        append(all_, type);
        append_bytes(all_, value);
        pad(all_);
        return *this;
    }
    template <class T>
    AttributeBytes& number(std::uint16_t type, T value) {
        ByteVector raw;
        append(raw, value);
        return bytes(type, raw);
    }
    AttributeBytes& u8(std::uint16_t type, std::uint8_t value) { return number(type, value); }
    AttributeBytes& u16(std::uint16_t type, std::uint16_t value) { return number(type, value); }
    AttributeBytes& u32(std::uint16_t type, std::uint32_t value) { return number(type, value); }
    AttributeBytes& u64(std::uint16_t type, std::uint64_t value) { return number(type, value); }
    AttributeBytes& flag(std::uint16_t type) { return bytes(type, {}); }
    AttributeBytes& text(std::uint16_t type, std::string_view value) {
        ByteVector raw(value.begin(), value.end());
        raw.push_back(0);
        return bytes(type, raw);
    }
    AttributeBytes& address(std::uint16_t type, std::string_view value) {
        const auto octets = wifi::MacAddress::parse(value).value().octets().value();
        return bytes(type, ByteVector(octets.begin(), octets.end()));
    }
    AttributeBytes& nest(std::uint16_t type, const AttributeBytes& inside) { return bytes(type, inside.all_); }

    const ByteVector& all() const { return all_; }

private:
    ByteVector all_;
};

struct Header {
    std::uint16_t type = 0;
    std::uint16_t flags = 0;
    std::uint32_t sequence = 0;
    std::uint32_t port = 0;
};

/// struct nlmsghdr and what stands behind it, padded.
inline ByteVector message(const Header& header, const ByteVector& payload) {
    ByteVector all;
    append(all, nlmsghdr{.nlmsg_len = static_cast<std::uint32_t>(sizeof(nlmsghdr) + payload.size()),
                         .nlmsg_type = header.type,
                         .nlmsg_flags = header.flags,
                         .nlmsg_seq = header.sequence,
                         .nlmsg_pid = header.port});
    append_bytes(all, payload);
    pad(all);
    return all;
}

inline ByteVector generic(const Header& header, std::uint8_t command, const AttributeBytes& attributes) {
    ByteVector payload{command, 1, 0, 0};
    append_bytes(payload, attributes.all());
    return message(header, payload);
}

/// The controller's word: the family `name` has the number `id`.
inline ByteVector controller_names(std::string_view name, std::uint16_t id) {
    return generic({.type = GENL_ID_CTRL, .sequence = 1, .port = 77}, CTRL_CMD_NEWFAMILY,
                   AttributeBytes().text(CTRL_ATTR_FAMILY_NAME, name).u16(CTRL_ATTR_FAMILY_ID, id));
}

/// A management frame (IEEE 802.11, 9.3.3): frame control, duration, three addresses, sequence, body.
inline ByteVector management_frame(std::uint8_t control, std::string_view to, std::string_view from,
                                   std::string_view bssid, const ByteVector& body, bool is_protected = false) {
    ByteVector frame{control, static_cast<std::uint8_t>(is_protected ? 0x40 : 0x00), 0x3a, 0x01};
    for (const std::string_view address : {to, from, bssid}) {
        const auto octets = wifi::MacAddress::parse(address).value().octets().value();
        append_bytes(frame, octets);
    }
    frame.push_back(0x10);
    frame.push_back(0x02);
    append_bytes(frame, body);
    return frame;
}

inline ByteVector operator+(ByteVector one, const ByteVector& other) {
    append_bytes(one, other);
    return one;
}

}  // namespace wlanmedic::test
