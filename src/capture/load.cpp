// SPDX-License-Identifier: MIT
#include "capture/load.h"

#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace wlanmedic::capture {
namespace {

constexpr std::size_t block = 1U << 16;
constexpr wifi::Duration resolve_deadline = std::chrono::seconds{30};
constexpr unsigned user_timeout_ms = 10'000;
constexpr std::uint64_t least_window = 1U << 14;
constexpr double most_saved_ticks = 3;  // what was not sent is not caught up with

// Bytes that no compression on the way makes fewer.
const std::array<char, block>& noise() {
    static const std::array<char, block> bytes = [] {
        std::array<char, block> made{};
        std::uint64_t state = 0x9e3779b97f4a7c15ULL;
        for (char& byte : made) {
            state ^= state << 13U;
            state ^= state >> 7U;
            state ^= state << 17U;
            byte = static_cast<char>(state >> 32U);
        }
        return made;
    }();
    return bytes;
}

}  // namespace

struct Load::Resolved {
    std::vector<Address> addresses;
    std::string trouble;
};

Load::~Load() { finish(); }

wifi::Result<void> Load::start(const Surroundings& surroundings) {
    to_ = surroundings;
    watch_.emplace(boottime_now());
    resolver_ = std::make_unique<Aside>(*to_.loop, "load-resolver");
    // Which interfaces are stations is known when nl80211 has answered, a moment after the start.
    if (options_.interface)
        timer_ = to_.loop->after(first_wait, first_wait / 10, [this] { resolve(); });
    else
        resolve();
    wait_for_interval();
    return {};
}

void Load::wait_for_interval() {
    interval_ = to_.loop->after(options_.every - options_.every / 10, options_.every / 10, [this] {
        put(watch_->interval(boottime_now()));
        wait_for_interval();
    });
}

void Load::tell_state() {
    if (watch_) put(watch_->interval(boottime_now()));
}

void Load::finish() {
    if (!watch_) return;
    put(watch_->end(boottime_now()));
    close();
    timer_ = {};
    interval_ = {};
    resolver_.reset();
    watch_.reset();
}

void Load::put(const std::optional<LoadTold>& told) {
    if (told)
        to_.tape->put(load_record(*told, options_.target.to_string(), interface_),
                      to_.tape->clock().at_boottime(told->at));
}

// The name is asked for until there is an answer, and then no more: a network that is gone has no resolver either.
void Load::resolve() {
    const auto resolved = std::make_shared<Resolved>();
    resolver_->start(
        [resolved, target = options_.target] {
            addrinfo hints{};
            hints.ai_socktype = SOCK_STREAM;
            hints.ai_flags = AI_ADDRCONFIG | AI_NUMERICSERV;
            // A machine whose only network is down has no address at all: numbers need none to be told apart.
            addrinfo numbers = hints;
            numbers.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
            addrinfo* found = nullptr;
            const std::string port = std::to_string(target.port);
            int result = ::getaddrinfo(target.host.c_str(), port.c_str(), &numbers, &found);
            if (result != 0) result = ::getaddrinfo(target.host.c_str(), port.c_str(), &hints, &found);
            if (result != 0) {
                resolved->trouble = ::gai_strerror(result);
                return;
            }
            for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
                Address address{.address = {}, .size = one->ai_addrlen};
                std::memcpy(&address.address, one->ai_addr,
                            std::min<std::size_t>(one->ai_addrlen, sizeof address.address));
                resolved->addresses.push_back(address);
            }
            ::freeaddrinfo(found);
        },
        [this, resolved] {
            if (resolved->addresses.empty()) {
                lost(fmt::format("no address for {}: {}", options_.target.host, resolved->trouble));
                return;
            }
            addresses_ = resolved->addresses;
            connect();
        },
        resolve_deadline, nullptr);
}

void Load::connect() {
    close();
    if (addresses_.empty()) return resolve();
    const Address& address = addresses_[next_address_++ % addresses_.size()];
    interface_.clear();
    if (options_.interface) {
        auto out = options_.interface();
        if (!out) return lost(out.error().what);
        interface_ = std::move(*out);
    }
    socket_ = posix::Descriptor(
        ::socket(address.address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP));
    if (!socket_) return lost(std::strerror(errno));
    const int socket = socket_.get();
    const int one = 1;
    const auto size = static_cast<socklen_t>(interface_.size());
    if (!interface_.empty() && ::setsockopt(socket, SOL_SOCKET, SO_BINDTODEVICE, interface_.c_str(), size) != 0)
        return lost(fmt::format("cannot be sent out of {}: {}", interface_, std::strerror(errno)));
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    ::setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &user_timeout_ms, sizeof user_timeout_ms);
    // The kernel spreads each tick's share, so that it is no burst on the air.
    const std::uint64_t spread = options_.rate * 2;
    ::setsockopt(socket, SOL_SOCKET, SO_MAX_PACING_RATE, &spread, sizeof spread);
    const auto* to = reinterpret_cast<const sockaddr*>(&address.address);
    if (::connect(socket, to, address.size) != 0 && errno != EINPROGRESS) return lost(std::strerror(errno));
    phase_ = Phase::connecting;
    greeting_.clear();
    acknowledgements_ = {};
    sent_ = acknowledged_ = 0;
    on_socket_ =
        to_.loop->on_descriptor(socket, EPOLLIN | EPOLLOUT, [this](std::uint32_t events) { on_socket(events); });
    timer_ = to_.loop->after(longest_connect, longest_connect / 10, [this] { lost("no answer"); });
}

void Load::on_socket(std::uint32_t events) {
    if (phase_ == Phase::connecting) {
        int error = 0;
        socklen_t size = sizeof error;
        ::getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &error, &size);
        if (error != 0) return lost(std::strerror(error));
        if ((events & EPOLLOUT) == 0) return;
        if (::send(socket_.get(), load_hello.data(), load_hello.size(), MSG_NOSIGNAL) !=
            static_cast<ssize_t>(load_hello.size()))
            return lost("the greeting could not be sent");
        phase_ = Phase::greeting;
        on_socket_ = {};  // one wait for each descriptor
        on_socket_ =
            to_.loop->on_descriptor(socket_.get(), EPOLLIN, [this](std::uint32_t more) { on_socket(more); });
        return;
    }
    std::array<char, 4096> bytes{};
    const ssize_t got = ::recv(socket_.get(), bytes.data(), bytes.size(), 0);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (got < 0) return lost(std::strerror(errno));
    if (got == 0) return lost("the other side has closed the connection");
    on_bytes({bytes.data(), static_cast<std::size_t>(got)});
}

void Load::on_bytes(std::string_view bytes) {
    if (phase_ == Phase::greeting) {
        const std::size_t missing = sink_hello.size() - greeting_.size();
        greeting_ += bytes.substr(0, missing);
        bytes.remove_prefix(std::min(missing, bytes.size()));
        switch (greeting_in(greeting_)) {
            case Greeting::incomplete: return;
            case Greeting::sink: break;
            case Greeting::busy: return lost("the sink has enough clients");
            case Greeting::other_version: return lost("the sink is of another version of wlanmedic");
            case Greeting::load:
            case Greeting::foreign: back_off_ = longest_wait; return lost("that is no wlanmedic sink");
        }
        phase_ = Phase::sending;
        back_off_ = {};
        allowance_ = 0;
        filled_ = boottime_now();
        timer_ = to_.loop->after(tick, tick / 10, [this] { send(); });
    }
    const auto total = acknowledgements_.take(bytes);
    if (!total) return;
    if (*total > sent_ || *total < acknowledged_) return lost("the sink acknowledges what it was not sent");
    put(watch_->acknowledged(*total - std::exchange(acknowledged_, *total), boottime_now()));
}

// Each tick its share, and no more than a second of it that is not acknowledged: who comes back from a stall finds
// little that is old.
void Load::send() {
    const wifi::Duration at = boottime_now();
    const auto rate = static_cast<double>(options_.rate);
    const double most = std::max(rate * wifi::to_seconds(tick) * most_saved_ticks, 1.0);
    allowance_ = std::min(allowance_ + rate * wifi::to_seconds(at - std::exchange(filled_, at)), most);
    const std::uint64_t window = std::max(options_.rate, least_window);
    while (allowance_ >= 1 && watch_->outstanding() < window) {
        const std::size_t size = std::min(
            {static_cast<std::uint64_t>(allowance_), window - watch_->outstanding(), std::uint64_t{block}});
        const ssize_t done = ::send(socket_.get(), noise().data(), size, MSG_NOSIGNAL);
        if (done < 0 && errno != EAGAIN && errno != EINTR) return lost(std::strerror(errno));
        if (done <= 0) break;
        allowance_ -= static_cast<double>(done);
        sent_ += static_cast<std::uint64_t>(done);
        watch_->sent(static_cast<std::uint64_t>(done), at);
    }
    put(watch_->look(at));
    const wifi::Duration next = watch_->state() == LoadState::stalled ? LoadWatch::stalls_after / 2 : tick;
    timer_ = to_.loop->after(next, next / 10, [this] { send(); });
}

void Load::lost(const std::string& why) {
    close();
    put(watch_->lost(why, boottime_now()));
    back_off_ = std::clamp(back_off_ * 2, first_wait, longest_wait);
    timer_ = to_.loop->after(back_off_, back_off_ / 10, [this] { connect(); });
}

void Load::close() {
    on_socket_ = {};
    socket_.close();
    phase_ = Phase::idle;
}

}  // namespace wlanmedic::capture
