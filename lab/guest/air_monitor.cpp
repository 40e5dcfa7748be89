// SPDX-License-Identifier: MIT
#include "lab/guest/air_monitor.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "lab/guest/guest_clock.h"
#include "lab/guest/links.h"

namespace wlanmedic::lab {
namespace {

constexpr std::uint32_t whole = 0x40000;

// A program for the kernel's packet filter (Documentation/networking/filter.rst). X is the length of the radiotap
// header, so that [x + 0] is the first byte of the frame control field: type in 0x0c, subtype in 0xf0.
constexpr std::array filter = {
    sock_filter BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 2),              //  0 radiotap's length, below 256
    sock_filter BPF_STMT(BPF_MISC | BPF_TAX, 0),                    //  1
    sock_filter BPF_STMT(BPF_LD | BPF_B | BPF_IND, 0),              //  2
    sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x80, 12, 0),   //  3 beacon: out
    sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0xd4, 10, 0),   //  4 acknowledgement: in
    sock_filter BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x04, 10, 0),  //  5 control: out
    sock_filter BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x08, 0, 8),   //  6 management: in
    sock_filter BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x40, 7, 0),   //  7 null: in
    sock_filter BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x80, 0, 2),   //  8 QoS: its header is two bytes longer
    sock_filter BPF_STMT(BPF_LD | BPF_H | BPF_IND, 32),             //  9
    sock_filter BPF_STMT(BPF_JMP | BPF_JA, 1),                      // 10
    sock_filter BPF_STMT(BPF_LD | BPF_H | BPF_IND, 30),             // 11
    sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x888e, 0, 3),  // 12 not EAPOL: out
    sock_filter BPF_STMT(BPF_LD | BPF_B | BPF_IND, 1),              // 13
    sock_filter BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 0x40, 1, 0),   // 14 protected: out
    sock_filter BPF_STMT(BPF_RET | BPF_K, whole),                   // 15 in
    sock_filter BPF_STMT(BPF_RET | BPF_K, 0),                       // 16 out
};

wifi::Error problem(const char* what) {
    return {.what = fmt::format("hwsim0: {}: {}", what, std::strerror(errno))};
}

}  // namespace

wifi::Result<std::unique_ptr<AirMonitor>> AirMonitor::begin(Loop& loop, const std::string& file) {
    if (auto up = set_link("hwsim0", true); !up) return std::unexpected(up.error());
    posix::Descriptor socket{::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    if (!socket) return std::unexpected(problem("no packet socket"));
    auto instructions = filter;
    const sock_fprog program{.len = static_cast<unsigned short>(instructions.size()),
                             .filter = instructions.data()};
    if (::setsockopt(socket.get(), SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program) != 0)
        return std::unexpected(problem("the kernel does not take the filter"));
    const int yes = 1;
    const int room = 8 << 20;
    ::setsockopt(socket.get(), SOL_SOCKET, SO_TIMESTAMPNS, &yes, sizeof yes);
    ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room);
    sockaddr_ll address{};
    address.sll_family = AF_PACKET;
    address.sll_protocol = ::htons(ETH_P_ALL);
    address.sll_ifindex = static_cast<int>(::if_nametoindex("hwsim0"));
    if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return std::unexpected(problem("cannot be listened to"));
    return std::unique_ptr<AirMonitor>(new AirMonitor(loop, std::move(socket), file));
}

AirMonitor::AirMonitor(Loop& loop, posix::Descriptor socket, const std::string& file)
    : loop_(loop), socket_(std::move(socket)), file_(file, std::ios::binary), writer_(file_) {
    loop_.watch(socket_.get(), [this] { read(); });
}

AirMonitor::~AirMonitor() {
    read();
    loop_.forget(socket_.get());
}

void AirMonitor::read() {
    std::array<std::uint8_t, 65536> bytes{};
    alignas(cmsghdr) std::array<char, 256> control{};
    for (;;) {
        iovec part{.iov_base = bytes.data(), .iov_len = bytes.size()};
        msghdr message{};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        const ssize_t size = ::recvmsg(socket_.get(), &message, 0);
        if (size <= 0) return;
        wifi::Instant at = wall_clock();
        for (cmsghdr* one = CMSG_FIRSTHDR(&message); one != nullptr; one = CMSG_NXTHDR(&message, one)) {
            if (one->cmsg_level != SOL_SOCKET || one->cmsg_type != SO_TIMESTAMPNS) continue;
            timespec stamp{};
            std::memcpy(&stamp, CMSG_DATA(one), sizeof stamp);
            at = wifi::Instant{std::chrono::seconds{stamp.tv_sec} + std::chrono::nanoseconds{stamp.tv_nsec}};
        }
        writer_.append(at, std::span(bytes).first(static_cast<std::size_t>(size)));
    }
}

}  // namespace wlanmedic::lab
