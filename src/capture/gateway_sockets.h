// SPDX-License-Identifier: MIT
// The sockets that a gateway is asked through: each bound to one interface, and to nobody but the gateway.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "capture/gateway_questions.h"
#include "posix/descriptor.h"
#include "wifi/error.h"

namespace wlanmedic::capture {

/// ICMP, as a user where the kernel lets him (net.ipv4.ping_group_range), else with CAP_NET_RAW.
class EchoSocket {
public:
    static wifi::Result<EchoSocket> open(const std::string& interface, Ipv4 gateway);
    int descriptor() const { return descriptor_.get(); }
    /// 0, or the errno that kept it here.
    int send(const Echo& echo);
    struct Got {
        std::optional<Echo> answer;
        int error = 0;  ///< of an earlier question: EHOSTUNREACH where nobody has its address
    };
    /// The next that is there; nothing where there is none.
    std::optional<Got> receive();
    Ipv4 own_address() const;

private:
    EchoSocket(posix::Descriptor descriptor, bool raw) : descriptor_(std::move(descriptor)), raw_(raw) {}
    posix::Descriptor descriptor_;
    bool raw_ = false;
    std::uint16_t id_ = 0;  // of a raw socket: the kernel sets its own in the others
};

/// One ARP request to the gateway alone (no broadcast). Needs CAP_NET_RAW.
class ArpSocket {
public:
    static wifi::Result<ArpSocket> open(std::uint32_t interface);
    int descriptor() const { return descriptor_.get(); }
    bool ask(const MacOctets& gateway, Ipv4 gateway_address, Ipv4 own_address);
    /// True where the gateway has answered; reads all that is there.
    bool answered(Ipv4 gateway_address, Ipv4 own_address);

private:
    ArpSocket(posix::Descriptor descriptor, std::uint32_t interface)
        : descriptor_(std::move(descriptor)), interface_(interface) {}
    posix::Descriptor descriptor_;
    std::uint32_t interface_ = 0;
};

}  // namespace wlanmedic::capture
