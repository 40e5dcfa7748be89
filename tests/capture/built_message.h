// SPDX-License-Identifier: MIT
// Netlink messages built by libnl, as the kernel would send them.
#pragma once

#include <linux/genetlink.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <netlink/attr.h>
#include <netlink/msg.h>

#include <cstring>
#include <string>
#include <vector>

namespace wlanmedic::capture::test {

class Built {
public:
    /// Of generic netlink.
    static Built generic(std::uint16_t family, std::uint8_t command, std::uint32_t sequence = 0) {
        Built built(family, sequence);
        const genlmsghdr header{.cmd = command, .version = 1, .reserved = 0};
        nlmsg_append(built.message_, const_cast<genlmsghdr*>(&header), sizeof header, NLMSG_ALIGNTO);
        return built;
    }
    /// RTM_NEWLINK, RTM_DELLINK.
    static Built link(std::uint16_t type, int index, unsigned flags, unsigned char family = AF_UNSPEC) {
        Built built(type, 0);
        ifinfomsg info{};
        info.ifi_family = family;
        info.ifi_index = index;
        info.ifi_flags = flags;
        nlmsg_append(built.message_, &info, sizeof info, NLMSG_ALIGNTO);
        return built;
    }
    /// Attributes alone: payload() is what another message nests.
    static Built attributes() { return Built(0, 0); }
    Built(Built&& other) noexcept : message_(std::exchange(other.message_, nullptr)) {}
    ~Built() { nlmsg_free(message_); }

    Built&& with(int attribute, const std::string& text) && {
        nla_put_string(message_, attribute, text.c_str());
        return std::move(*this);
    }
    Built&& with(int attribute, std::uint32_t value) && {
        nla_put_u32(message_, attribute, value);
        return std::move(*this);
    }
    Built&& with_u8(int attribute, std::uint8_t value) && {
        nla_put_u8(message_, attribute, value);
        return std::move(*this);
    }
    Built&& with_u16(int attribute, std::uint16_t value) && {
        nla_put_u16(message_, attribute, value);
        return std::move(*this);
    }
    Built&& with_u64(int attribute, std::uint64_t value) && {
        nla_put_u64(message_, attribute, value);
        return std::move(*this);
    }
    Built&& with(int attribute, const std::vector<std::uint8_t>& bytes) && {
        nla_put(message_, attribute, static_cast<int>(bytes.size()), bytes.data());
        return std::move(*this);
    }
    /// CTRL_ATTR_MCAST_GROUPS with these.
    Built&& with_groups(const std::vector<std::pair<std::string, std::uint32_t>>& groups) && {
        nlattr* const list = nla_nest_start(message_, CTRL_ATTR_MCAST_GROUPS);
        int number = 1;
        for (const auto& [name, id] : groups) {
            nlattr* const one = nla_nest_start(message_, number++);
            nla_put_u32(message_, CTRL_ATTR_MCAST_GRP_ID, id);
            nla_put_string(message_, CTRL_ATTR_MCAST_GRP_NAME, name.c_str());
            nla_nest_end(message_, one);
        }
        nla_nest_end(message_, list);
        return std::move(*this);
    }
    std::vector<std::uint8_t> bytes() const {
        const nlmsghdr* const header = nlmsg_hdr(message_);
        std::vector<std::uint8_t> bytes(header->nlmsg_len);
        std::memcpy(bytes.data(), header, bytes.size());
        return bytes;
    }
    /// Behind nlmsghdr.
    std::vector<std::uint8_t> payload() const {
        const auto* const data = static_cast<const std::uint8_t*>(nlmsg_data(nlmsg_hdr(message_)));
        return {data, data + nlmsg_datalen(nlmsg_hdr(message_))};
    }

private:
    Built(std::uint16_t type, std::uint32_t sequence) : message_(nlmsg_alloc()) {
        nlmsg_put(message_, 0, sequence, type, 0, 0);
        nlmsg_hdr(message_)->nlmsg_seq = sequence;  // libnl puts its own for 0
    }
    nl_msg* message_;
};

inline std::vector<std::uint8_t> joined(std::vector<std::uint8_t> one, const std::vector<std::uint8_t>& two) {
    one.resize((one.size() + 3) & ~std::size_t{3});
    one.insert(one.end(), two.begin(), two.end());
    return one;
}

}  // namespace wlanmedic::capture::test
