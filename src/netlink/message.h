// SPDX-License-Identifier: MIT
// Netlink messages within the bytes of one frame: struct nlmsghdr, and struct genlmsghdr of generic netlink.
#pragma once

#include <cstdint>
#include <optional>

#include "netlink/attributes.h"

namespace wlanmedic::netlink {

struct Message {
    std::uint16_t type = 0;  ///< nlmsg_type: a family's id of generic netlink, RTM_…, or NLMSG_…
    std::uint16_t flags = 0;
    std::uint32_t sequence = 0;  ///< 0: sent to all (a notification)
    std::uint32_t port = 0;
    Bytes payload;  ///< behind nlmsghdr

    bool is_request() const;  ///< NLM_F_REQUEST
    /// To a multicast group: no request asked for it. Answers carry the sequence number and the port of the
    /// request, and some programs count from 0.
    bool is_notification() const;
};

/// One frame may hold several messages. Ends where the bytes end or stop making sense.
class Messages {
public:
    explicit Messages(Bytes frame) : rest_(frame) {}
    std::optional<Message> next();
    bool broken() const { return broken_; }

private:
    Bytes rest_;
    bool broken_ = false;
};

/// Payload of a generic netlink message; nothing where it is shorter than its header (4 bytes).
struct GenericMessage {
    std::uint8_t command = 0;
    std::uint8_t version = 0;
    Bytes attributes;

    static std::optional<GenericMessage> of(const Message& message);
};

/// GENL_ID_CTRL: the controller, which tells the ids of families (include/uapi/linux/genetlink.h).
inline constexpr std::uint16_t controller = 16;

/// The id of nl80211, where the message is the controller's CTRL_CMD_NEWFAMILY or its reply that names it.
std::optional<std::uint16_t> nl80211_family_in(const Message& message);

}  // namespace wlanmedic::netlink
