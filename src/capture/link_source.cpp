// SPDX-License-Identifier: MIT
#include "capture/link_source.h"

#include <fmt/format.h>
#include <linux/rtnetlink.h>
#include <sys/epoll.h>

#include <cerrno>
#include <cstring>
#include <set>
#include <utility>

namespace wlanmedic::capture {
namespace {

constexpr int most_messages = 5000;  // at once: others have a turn
constexpr std::size_t buffer = std::size_t{1} << 20U;

// RTM_GETLINK for all, without the statistics (RTEXT_FILTER_SKIP_STATS).
std::vector<std::uint8_t> all_links() {
    struct {
        nlmsghdr header;
        ifinfomsg info;
        rtattr mask_header;
        std::uint32_t mask;
    } request{};
    request.header.nlmsg_len = sizeof request;
    request.header.nlmsg_type = RTM_GETLINK;
    request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    request.mask_header.rta_len = RTA_LENGTH(sizeof request.mask);
    request.mask_header.rta_type = IFLA_EXT_MASK;
    request.mask = RTEXT_FILTER_SKIP_STATS;
    std::vector<std::uint8_t> bytes(sizeof request);
    std::memcpy(bytes.data(), &request, sizeof request);
    return bytes;
}

// One message by itself, with its header.
runfile::NetlinkFrame frame_of(const netlink::Message& message) {
    nlmsghdr header{};
    header.nlmsg_len = static_cast<std::uint32_t>(sizeof header + message.payload.size());
    header.nlmsg_type = message.type;
    header.nlmsg_flags = message.flags;
    header.nlmsg_seq = message.sequence;
    header.nlmsg_pid = message.port;
    runfile::NetlinkFrame frame{.family = runfile::Family::route, .bytes = {}};
    frame.bytes.resize(header.nlmsg_len);
    std::memcpy(frame.bytes.data(), &header, sizeof header);
    if (!message.payload.empty())
        std::memcpy(frame.bytes.data() + sizeof header, message.payload.data(), message.payload.size());
    return frame;
}

}  // namespace

LinkSource::LinkSource(Devices& devices) : devices_(&devices) {}
LinkSource::~LinkSource() = default;

wifi::Result<void> LinkSource::start(const Surroundings& surroundings) {
    surroundings_ = surroundings;
    auto socket = NetlinkSocket::open(NETLINK_ROUTE);
    if (!socket) return std::unexpected(socket.error());
    socket->enlarge(buffer);
    if (auto joined = socket->join(RTNLGRP_LINK); !joined)
        return std::unexpected(
            wifi::Error{.what = fmt::format("no messages of rtnetlink: {}", joined.error().what)});
    socket_ = std::move(*socket);
    follower_.emplace(*devices_, machine_);
    asker_ = std::make_unique<NetlinkAsker>(*surroundings_.loop, NETLINK_ROUTE, "ask rtnetlink", [this] {
        surroundings_.tape->missing(
            "route", {.what = "the kernel did not tell within 10 s which interfaces there are: a driver seems to "
                              "hang, and to hold RTNL",
                      .hint = "what happens is recorded all the same"});
    });
    wait_ = surroundings_.loop->on_descriptor(socket_->descriptor(), EPOLLIN, [this](std::uint32_t) { drain(); });
    return {};
}

void LinkSource::drain() {
    if (!wait_) return;
    std::vector<std::uint8_t> frame;
    for (int messages = 0; messages < most_messages; ++messages) {
        const Received received = socket_->receive(frame);
        if (received == Received::message) {
            take(frame);
        } else if (received == Received::overrun) {
            overrun_ = true;
        } else if (received == Received::broken) {
            surroundings_.tape->gap(
                "route", fmt::format("the socket broke: {}; no more messages are recorded", std::strerror(errno)));
            wait_ = {};
            return;
        } else {
            break;
        }
    }
    if (std::exchange(overrun_, false)) {
        surroundings_.tape->gap("route", "the socket's buffer ran over: messages of rtnetlink were lost here");
        tell_state();
    }
}

void LinkSource::take(const std::vector<std::uint8_t>& frame) {
    netlink::Messages messages(frame);
    while (const auto message = messages.next()) {
        const auto link = LinkMessage::of(*message);
        if (!link) continue;
        LinkFollower::News news = follower_->on(*link);
        if (news.worth_keeping) surroundings_.tape->put(frame_of(*message));
        if (news.device) surroundings_.tape->put(std::move(*news.device));
    }
}

void LinkSource::tell_state() {
    if (!asker_) return;
    if (telling_) {
        tell_again_ = true;
        return;
    }
    telling_ = true;
    tell_again_ = false;
    asker_->ask(all_links(),
                [this, asked = follower_->known()](const NetlinkAnswer& answer) { take_answer(asked, answer); });
}

void LinkSource::take_answer(const std::set<std::uint32_t>& asked, const NetlinkAnswer& answer) {
    telling_ = false;
    std::set<std::uint32_t> there;
    for (const std::vector<std::uint8_t>& frame : answer.frames) {
        netlink::Messages messages(frame);
        while (const auto message = messages.next()) {
            const auto link = LinkMessage::of(*message);
            if (!link) continue;
            there.insert(link->index);
            LinkFollower::News news = follower_->on(*link);
            if (follower_->knows(link->index)) surroundings_.tape->put(frame_of(*message));
            if (news.device) surroundings_.tape->put(std::move(*news.device));
        }
    }
    if (answer.error == 0 && !answer.interrupted)
        for (runfile::Text& gone : follower_->on_all(asked, there)) surroundings_.tape->put(std::move(gone));
    if (answer.error != 0)
        surroundings_.tape->gap("route", fmt::format("the kernel did not tell which interfaces there are: {}",
                                                     std::strerror(answer.error)));
    if (tell_again_) tell_state();
}

}  // namespace wlanmedic::capture
