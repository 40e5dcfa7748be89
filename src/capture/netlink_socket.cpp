// SPDX-License-Identifier: MIT
#include "capture/netlink_socket.h"

#include <fmt/format.h>
#include <linux/netlink.h>
#include <netlink/errno.h>
#include <netlink/netlink.h>
#include <netlink/socket.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

namespace wlanmedic::capture {
namespace {

constexpr std::size_t most = std::size_t{16} << 20U;
constexpr int most_interruptions = 1000;

}  // namespace

Received receive(int descriptor, std::vector<std::uint8_t>& into) {
    for (int tried = 0; tried < most_interruptions; ++tried) {
        // Its size first: netlink cuts what does not fit, and the rest is lost.
        const ssize_t size = ::recv(descriptor, nullptr, 0, MSG_PEEK | MSG_TRUNC | MSG_DONTWAIT);
        if (size < 0) {
            if (errno == EINTR) continue;
            if (errno == EAGAIN) return Received::nothing;
            return errno == ENOBUFS ? Received::overrun : Received::broken;
        }
        into.resize(std::min(static_cast<std::size_t>(size), most));
        sockaddr_nl from{};
        iovec place{.iov_base = into.data(), .iov_len = into.size()};
        msghdr header{};
        header.msg_name = &from;
        header.msg_namelen = sizeof from;
        header.msg_iov = &place;
        header.msg_iovlen = 1;
        const ssize_t got = ::recvmsg(descriptor, &header, MSG_DONTWAIT);
        if (got < 0) {
            if (errno == EINTR) continue;
            if (errno == EAGAIN) return Received::nothing;
            return errno == ENOBUFS ? Received::overrun : Received::broken;
        }
        if (header.msg_namelen >= sizeof from && from.nl_family == AF_NETLINK && from.nl_pid != 0) continue;
        if ((header.msg_flags & MSG_TRUNC) != 0) return Received::overrun;
        if (got == 0) return Received::broken;  // the other end of a pair is closed; netlink has no such
        into.resize(static_cast<std::size_t>(got));
        return Received::message;
    }
    return Received::nothing;
}

void NetlinkSocket::Free::operator()(nl_sock* socket) const { nl_socket_free(socket); }

wifi::Result<NetlinkSocket> NetlinkSocket::open(int protocol) {
    NetlinkSocket made;
    made.socket_.reset(nl_socket_alloc());
    if (!made.socket_) return std::unexpected(wifi::Error{.what = "no memory for a netlink socket"});
    if (const int result = nl_connect(made.socket_.get(), protocol); result < 0)
        return std::unexpected(wifi::Error{.what = fmt::format("no netlink socket: {}", nl_geterror(result)),
                                           .hint = "a sandbox has to allow sockets of the family AF_NETLINK"});
    if (const int result = nl_socket_set_nonblocking(made.socket_.get()); result < 0)
        return std::unexpected(
            wifi::Error{.what = fmt::format("a netlink socket that waits: {}", nl_geterror(result))});
    return made;
}

int NetlinkSocket::descriptor() const { return nl_socket_get_fd(socket_.get()); }

wifi::Result<void> NetlinkSocket::join(std::uint32_t group) {
    if (const int result = nl_socket_add_membership(socket_.get(), static_cast<int>(group)); result < 0)
        return std::unexpected(wifi::Error{.what = nl_geterror(result)});
    return {};
}

std::size_t NetlinkSocket::enlarge(std::size_t bytes) {
    const int wanted = static_cast<int>(bytes);
    if (::setsockopt(descriptor(), SOL_SOCKET, SO_RCVBUFFORCE, &wanted, sizeof wanted) != 0)
        ::setsockopt(descriptor(), SOL_SOCKET, SO_RCVBUF, &wanted, sizeof wanted);
    int granted = 0;
    socklen_t size = sizeof granted;
    ::getsockopt(descriptor(), SOL_SOCKET, SO_RCVBUF, &granted, &size);
    return static_cast<std::size_t>(granted) / 2;  // the kernel doubles what is asked for, and tells that
}

wifi::Result<void> NetlinkSocket::send(const std::vector<std::uint8_t>& message) {
    sockaddr_nl kernel{};
    kernel.nl_family = AF_NETLINK;
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): as sendto(2) wants it
    const auto* address = reinterpret_cast<const sockaddr*>(&kernel);
    if (::sendto(descriptor(), message.data(), message.size(), 0, address, sizeof kernel) < 0)
        return std::unexpected(wifi::Error{.what = fmt::format("a request by netlink: {}", std::strerror(errno))});
    return {};
}

}  // namespace wlanmedic::capture
