// SPDX-License-Identifier: MIT
#include "capture/gateway_sockets.h"

#include <fmt/format.h>
#include <linux/icmp.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace wlanmedic::capture {
namespace {

std::unexpected<wifi::Error> trouble(std::string what, int error) {
    return std::unexpected(wifi::Error{
        .what = fmt::format("{}: {}", what, std::strerror(error)),
        .hint = error == EPERM || error == EACCES
                    ? "as root; or with CAP_NET_RAW; or sysctl net.ipv4.ping_group_range=\"0 2147483647\""
                    : ""});
}

sockaddr_in address_of(Ipv4 gateway) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = gateway.value;
    return address;
}

}  // namespace

wifi::Result<EchoSocket> EchoSocket::open(const std::string& interface, Ipv4 gateway) {
    bool raw = false;
    posix::Descriptor made(::socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_ICMP));
    if (!made && (errno == EACCES || errno == EPERM || errno == EPROTONOSUPPORT)) {
        raw = true;
        made = posix::Descriptor(::socket(AF_INET, SOCK_RAW | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_ICMP));
    }
    if (!made) return trouble("the gateway cannot be asked", errno);
    const int descriptor = made.get();
    EchoSocket socket(std::move(made), raw);
    const int on = 1;
    const int to_the_next = 1;
    if (raw) {
        // Others' answers do not wake this one.
        const icmp_filter only_replies{.data = ~(1U << ICMP_ECHOREPLY)};
        ::setsockopt(descriptor, SOL_RAW, ICMP_FILTER, &only_replies, sizeof only_replies);
        socket.id_ = static_cast<std::uint16_t>(::getpid());
    }
    ::setsockopt(descriptor, IPPROTO_IP, IP_RECVERR, &on, sizeof on);
    // It goes no farther than the gateway, whatever the routes say.
    ::setsockopt(descriptor, IPPROTO_IP, IP_TTL, &to_the_next, sizeof to_the_next);
    if (!interface.empty() && ::setsockopt(descriptor, SOL_SOCKET, SO_BINDTODEVICE, interface.c_str(),
                                           static_cast<socklen_t>(interface.size())) != 0)
        return trouble(fmt::format("a socket cannot be bound to {}", interface), errno);
    const sockaddr_in to = address_of(gateway);
    if (::connect(descriptor, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0)
        return trouble(fmt::format("no way to {}", gateway.to_string()), errno);
    return socket;
}

int EchoSocket::send(const Echo& echo) {
    Echo asked = echo;
    asked.id = id_;
    const auto bytes = echo_request(asked);
    // An error of a question before stands in the way of one send().
    for (int i = 0; i < 2; ++i)
        if (::send(descriptor_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) >= 0) return 0;
    return errno;
}

std::optional<EchoSocket::Got> EchoSocket::receive() {
    std::array<std::uint8_t, 256> bytes{};
    const ssize_t size = ::recv(descriptor_.get(), bytes.data(), bytes.size(), 0);
    if (size >= 0) {
        auto answer = echo_reply_in({bytes.data(), static_cast<std::size_t>(size)}, raw_);
        if (answer && raw_ && answer->id != id_) answer.reset();
        return Got{.answer = answer};
    }
    const int error = errno;
    // What stands in the queue of errors would wake for ever.
    msghdr message{};
    while (::recvmsg(descriptor_.get(), &message, MSG_ERRQUEUE) >= 0) message = {};
    if (error == EAGAIN || error == EINTR) return std::nullopt;
    return Got{.error = error};
}

Ipv4 EchoSocket::own_address() const {
    sockaddr_in own{};
    socklen_t size = sizeof own;
    ::getsockname(descriptor_.get(), reinterpret_cast<sockaddr*>(&own), &size);
    return {own.sin_addr.s_addr};
}

wifi::Result<ArpSocket> ArpSocket::open(std::uint32_t interface) {
    ArpSocket socket(posix::Descriptor(::socket(AF_PACKET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)),
                     interface);
    if (!socket.descriptor_) return trouble("ARP cannot be asked", errno);
    sockaddr_ll here{};
    here.sll_family = AF_PACKET;
    here.sll_protocol = htons(ETH_P_ARP);
    here.sll_ifindex = static_cast<int>(interface);
    if (::bind(socket.descriptor_.get(), reinterpret_cast<const sockaddr*>(&here), sizeof here) != 0)
        return trouble("ARP cannot be asked", errno);
    return socket;
}

bool ArpSocket::ask(const MacOctets& gateway, Ipv4 gateway_address, Ipv4 own_address) {
    sockaddr_ll own{};
    socklen_t size = sizeof own;
    if (::getsockname(descriptor_.get(), reinterpret_cast<sockaddr*>(&own), &size) != 0 || own.sll_halen != 6)
        return false;
    MacOctets own_octets{};
    std::copy_n(own.sll_addr, own_octets.size(), own_octets.begin());
    sockaddr_ll to{};
    to.sll_family = AF_PACKET;
    to.sll_protocol = htons(ETH_P_ARP);
    to.sll_ifindex = static_cast<int>(interface_);
    to.sll_halen = 6;
    std::ranges::copy(gateway, to.sll_addr);
    const auto bytes = arp_request(own_octets, own_address, gateway, gateway_address);
    return ::sendto(descriptor_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL,
                    reinterpret_cast<const sockaddr*>(&to), sizeof to) == static_cast<ssize_t>(bytes.size());
}

bool ArpSocket::answered(Ipv4 gateway_address, Ipv4 own_address) {
    bool found = false;
    std::array<std::uint8_t, 128> bytes{};
    ssize_t size = 0;
    while ((size = ::recv(descriptor_.get(), bytes.data(), bytes.size(), 0)) >= 0)
        found =
            found || is_arp_reply({bytes.data(), static_cast<std::size_t>(size)}, gateway_address, own_address);
    return found;
}

}  // namespace wlanmedic::capture
