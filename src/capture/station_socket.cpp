// SPDX-License-Identifier: MIT
#include "capture/station_socket.h"

#include <linux/nl80211.h>
#include <netlink/genl/ctrl.h>
#include <netlink/genl/genl.h>
#include <netlink/netlink.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <memory>

#include "capture/station_counters.h"

namespace wlanmedic::capture {
namespace {

constexpr timeval patience{.tv_sec = 5, .tv_usec = 0};

struct Free {
    void operator()(nl_msg* message) const { ::nlmsg_free(message); }
    void operator()(nl_cb* callbacks) const { ::nl_cb_put(callbacks); }
};

struct Answer {
    std::optional<CounterValues> values;
    bool done = false;
    bool failed = false;
};

int on_message(nl_msg* message, void* into) {
    auto& answer = *static_cast<Answer*>(into);
    const nlmsghdr* header = ::nlmsg_hdr(message);
    netlink::Messages messages({reinterpret_cast<const std::uint8_t*>(header), header->nlmsg_len});
    while (const auto found = messages.next()) {
        const auto generic = netlink::GenericMessage::of(*found);
        if (generic && !answer.values) answer.values = station_counters(*generic);
    }
    return NL_OK;
}

int on_end(nl_msg*, void* into) {
    static_cast<Answer*>(into)->done = true;
    return NL_STOP;
}

int on_error(sockaddr_nl*, nlmsgerr*, void* into) {
    static_cast<Answer*>(into)->done = static_cast<Answer*>(into)->failed = true;
    return NL_STOP;
}

}  // namespace

StationSocket::~StationSocket() { close(); }

void StationSocket::close() {
    if (socket_ != nullptr) ::nl_socket_free(socket_);
    socket_ = nullptr;
}

bool StationSocket::open() {
    socket_ = ::nl_socket_alloc();
    if (socket_ == nullptr) return false;
    if (::genl_connect(socket_) < 0) return close(), false;
    ::setsockopt(::nl_socket_get_fd(socket_), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    family_ = ::genl_ctrl_resolve(socket_, NL80211_GENL_NAME);
    if (family_ < 0) return close(), false;
    return true;
}

std::optional<CounterValues> StationSocket::ask(std::uint32_t index) {
    if (socket_ == nullptr && !open()) return std::nullopt;
    const std::unique_ptr<nl_msg, Free> question(::nlmsg_alloc());
    const std::unique_ptr<nl_cb, Free> callbacks(::nl_cb_alloc(NL_CB_DEFAULT));
    if (!question || !callbacks) return std::nullopt;
    ::genlmsg_put(question.get(), NL_AUTO_PORT, NL_AUTO_SEQ, family_, 0, NLM_F_DUMP, NL80211_CMD_GET_STATION, 0);
    if (::nla_put_u32(question.get(), NL80211_ATTR_IFINDEX, index) < 0) return std::nullopt;
    Answer answer;
    ::nl_cb_set(callbacks.get(), NL_CB_VALID, NL_CB_CUSTOM, on_message, &answer);
    ::nl_cb_set(callbacks.get(), NL_CB_FINISH, NL_CB_CUSTOM, on_end, &answer);
    ::nl_cb_err(callbacks.get(), NL_CB_CUSTOM, on_error, &answer);
    if (::nl_send_auto(socket_, question.get()) < 0) return close(), std::nullopt;
    // An answer that came too late must not be taken for the next one: a socket that failed is left.
    while (!answer.done)
        if (::nl_recvmsgs(socket_, callbacks.get()) < 0) return close(), std::nullopt;
    // Where cfg80211 was loaded anew nl80211 has another number, and is asked for at the next question.
    if (answer.failed) close();
    return answer.values;
}

}  // namespace wlanmedic::capture
