// SPDX-License-Identifier: MIT
// A netlink socket that does not wait, and gives datagrams as the kernel sent them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "wifi/error.h"

struct nl_sock;

namespace wlanmedic::capture {

enum class Received : std::uint8_t {
    message,
    nothing,  ///< none is there now
    overrun,  ///< ENOBUFS: the socket's buffer was full; what stands in it came before the loss
    broken,   ///< any other error: the socket is of no more use
};

/// The next datagram, whole, whatever its size (up to 16 MiB: a larger one counts as an overrun). `descriptor` may
/// be of any family that keeps datagrams apart. What another process than the kernel sent is passed over.
Received receive(int descriptor, std::vector<std::uint8_t>& into);

class NetlinkSocket {
public:
    /// `protocol`: NETLINK_GENERIC, NETLINK_ROUTE. NETLINK_NO_ENOBUFS stays off: losses are told.
    static wifi::Result<NetlinkSocket> open(int protocol);

    int descriptor() const;
    /// A multicast group by its number. Error: there is no such group, or the kernel wants a capability for it.
    wifi::Result<void> join(std::uint32_t group);
    /// Room for `bytes`; what the kernel granted: less without CAP_NET_ADMIN, at most net.core.rmem_max.
    std::size_t enlarge(std::size_t bytes);
    /// A whole message, with its nlmsghdr.
    wifi::Result<void> send(const std::vector<std::uint8_t>& message);
    Received receive(std::vector<std::uint8_t>& into) { return capture::receive(descriptor(), into); }

private:
    struct Free {
        void operator()(nl_sock* socket) const;
    };
    std::unique_ptr<nl_sock, Free> socket_;
};

}  // namespace wlanmedic::capture
