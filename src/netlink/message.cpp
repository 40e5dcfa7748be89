// SPDX-License-Identifier: MIT
#include "netlink/message.h"

#include <linux/genetlink.h>
#include <linux/netlink.h>

#include <algorithm>
#include <cstring>

namespace wlanmedic::netlink {

bool Message::is_request() const { return (flags & NLM_F_REQUEST) != 0; }
bool Message::is_notification() const { return sequence == 0 && port == 0 && !is_request(); }

std::optional<Message> Messages::next() {
    if (rest_.empty() || broken_) return std::nullopt;
    nlmsghdr header;
    if (rest_.size() < sizeof header) {
        broken_ = true;
        return std::nullopt;
    }
    std::memcpy(&header, rest_.data(), sizeof header);
    if (header.nlmsg_len < sizeof header || header.nlmsg_len > rest_.size()) {
        broken_ = true;
        return std::nullopt;
    }
    Message message{.type = header.nlmsg_type,
                    .flags = header.nlmsg_flags,
                    .sequence = header.nlmsg_seq,
                    .port = header.nlmsg_pid,
                    .payload = rest_.subspan(sizeof header, header.nlmsg_len - sizeof header)};
    rest_ = rest_.subspan(std::min<std::size_t>(rest_.size(), NLMSG_ALIGN(std::size_t{header.nlmsg_len})));
    return message;
}

std::optional<GenericMessage> GenericMessage::of(const Message& message) {
    if (message.payload.size() < sizeof(genlmsghdr)) return std::nullopt;
    return GenericMessage{.command = message.payload[0],
                          .version = message.payload[1],
                          .attributes = message.payload.subspan(sizeof(genlmsghdr))};
}

std::optional<std::uint16_t> nl80211_family_in(const Message& message) {
    if (message.type != controller) return std::nullopt;
    const auto generic = GenericMessage::of(message);
    if (!generic || generic->command != CTRL_CMD_NEWFAMILY) return std::nullopt;
    const auto name = Attributes::find(generic->attributes, CTRL_ATTR_FAMILY_NAME);
    const auto id = Attributes::find(generic->attributes, CTRL_ATTR_FAMILY_ID);
    if (!name || name->text() != "nl80211" || !id) return std::nullopt;
    return id->u16();
}

}  // namespace wlanmedic::netlink
