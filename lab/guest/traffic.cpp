// SPDX-License-Identifier: MIT
#include "lab/guest/traffic.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "lab/guest/access_points.h"
#include "lab/guest/file_text.h"
#include "lab/guest/guest_clock.h"

namespace wlanmedic::lab {
namespace {

using namespace std::chrono_literals;

constexpr std::uint16_t sink_port = 9;  // discard
constexpr std::size_t chunk = 16384;

sockaddr_in gateway(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = ::htons(port);
    address.sin_addr.s_addr = ::htonl(gateway_address);
    return address;
}

std::uint16_t checksum(const void* data, std::size_t size) {
    std::uint32_t sum = 0;
    const auto* bytes = static_cast<const std::uint8_t*>(data);
    for (std::size_t i = 0; i + 1 < size; i += 2) sum += static_cast<std::uint32_t>(bytes[i] << 8 | bytes[i + 1]);
    while (sum >> 16U) sum = (sum & 0xffffU) + (sum >> 16U);
    return ::htons(static_cast<std::uint16_t>(~sum));
}

/// By the station's interface, retries and headers of 802.11 left out.
std::uint64_t bytes_sent() {
    const std::string text = get_text(fmt::format("/sys/class/net/{}/statistics/tx_bytes", station_interface));
    std::uint64_t bytes = 0;
    std::from_chars(text.data(), text.data() + text.size(), bytes);
    return bytes;
}

[[noreturn]] void take_everything() {
    const posix::Descriptor listening{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    const int yes = 1;
    ::setsockopt(listening.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in here{};
    here.sin_family = AF_INET;
    here.sin_port = ::htons(sink_port);
    if (::bind(listening.get(), reinterpret_cast<const sockaddr*>(&here), sizeof here) != 0 ||
        ::listen(listening.get(), 4) != 0)
        ::_exit(1);
    std::vector<std::uint8_t> bytes(chunk);
    for (;;) {
        const posix::Descriptor stream{::accept(listening.get(), nullptr, nullptr)};
        while (::read(stream.get(), bytes.data(), bytes.size()) > 0) {
        }
    }
}

// Paced by the clock, not by sleeps alone: what a stall held back is not sent after it.
[[noreturn]] void send_for_ever(std::uint64_t bytes_per_second) {
    const std::vector<std::uint8_t> bytes(chunk);
    for (;; ::sleep(1)) {
        const posix::Descriptor stream{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
        const timeval patience{.tv_sec = 10, .tv_usec = 0};
        ::setsockopt(stream.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
        const sockaddr_in there = gateway(sink_port);
        if (::connect(stream.get(), reinterpret_cast<const sockaddr*>(&there), sizeof there) != 0) continue;
        wifi::Duration next = since_boot();
        for (;;) {
            if (::send(stream.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) <= 0) break;
            if (bytes_per_second == 0) continue;
            next = std::max(next + wifi::Duration{1'000'000'000ULL * chunk / bytes_per_second}, since_boot() - 1s);
            const wifi::Duration wait = next - since_boot();
            if (wait > 0ns) ::usleep(static_cast<useconds_t>(wait / 1us));
        }
    }
}

}  // namespace

TrafficSource::~TrafficSource() { stop(); }

wifi::Result<void> TrafficSource::start(const Traffic& traffic, const std::vector<int>& gateways) {
    journal_.injected("traffic", {{"on", true},
                                  {"kind", traffic.kind == Traffic::Kind::probe ? "probe" : "load"},
                                  {"interval_s", wifi::to_seconds(traffic.interval)},
                                  {"bytes_per_second", traffic.bytes_per_second}});
    if (traffic.kind == Traffic::Kind::load) {
        bytes_before_ = bytes_sent();
        for (const int network : gateways)
            streams_.push_back(processes_.start([]() -> int { take_everything(); }, network));
        const std::uint64_t rate = traffic.bytes_per_second;
        streams_.push_back(processes_.start([rate]() -> int { send_for_ever(rate); }));
        return {};
    }
    if (const auto same = timers_.find(traffic.interval); same != timers_.end()) loop_.cancel(same->second);
    if (!pings_) {
        pings_ = posix::Descriptor{::socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_ICMP)};
        if (!pings_)
            return std::unexpected(wifi::Error{.what = fmt::format("cannot ping: {}", std::strerror(errno))});
        loop_.watch(pings_.get(), [this] { hear_answers(); });
    }
    ping(traffic.interval);
    return {};
}

void TrafficSource::ping(wifi::Duration interval) {
    struct {
        icmphdr header{};
        std::array<char, 56> body{};
    } request;
    request.header.type = ICMP_ECHO;
    request.header.un.echo.id = ::htons(0x2a);
    request.header.un.echo.sequence = ::htons(sent_++);
    request.header.checksum = checksum(&request, sizeof request);
    const sockaddr_in there = gateway(0);
    // Whether it can be sent just now is what the link makes of it.
    ::sendto(pings_.get(), &request, sizeof request, 0, reinterpret_cast<const sockaddr*>(&there), sizeof there);
    timers_.insert_or_assign(interval, loop_.after(interval, [this, interval] { ping(interval); }));
}

void TrafficSource::hear_answers() {
    std::array<std::uint8_t, 2048> packet{};
    for (ssize_t size = 0; (size = ::recv(pings_.get(), packet.data(), packet.size(), 0)) > 0;) {
        const std::size_t header = std::size_t{4} * (packet[0] & 15U);
        if (header + sizeof(icmphdr) <= static_cast<std::size_t>(size) && packet[header] == ICMP_ECHOREPLY)
            ++answered_;
    }
}

void TrafficSource::end_streams() {
    if (streams_.empty()) return;
    for (const pid_t process : streams_) processes_.end(process, SIGKILL);
    streams_.clear();
    const std::uint64_t sent = bytes_sent();
    // A radio that was made anew counts from 0.
    journal_.injected("load", {{"sent_bytes", sent >= bytes_before_ ? sent - bytes_before_ : sent}});
}

void TrafficSource::stop() {
    for (const auto& [interval, timer] : timers_) loop_.cancel(timer);
    timers_.clear();
    end_streams();
    if (!pings_) return;
    loop_.forget(pings_.get());
    pings_ = posix::Descriptor{};
    journal_.note(fmt::format("probes of the gateway: {} sent, {} answered", sent_, answered_));
}

}  // namespace wlanmedic::lab
