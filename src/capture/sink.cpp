// SPDX-License-Identifier: MIT
#include "capture/sink.h"

#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "capture/run_clock.h"

namespace wlanmedic::capture {
namespace {

constexpr std::size_t buffer_size = 1U << 18;
constexpr int reads_at_once = 8;  // then the other clients
constexpr int backlog = 16;

std::string name_of(const sockaddr_storage& address, socklen_t size) {
    std::array<char, NI_MAXHOST> host{};
    std::array<char, NI_MAXSERV> port{};
    if (::getnameinfo(reinterpret_cast<const sockaddr*>(&address), size, host.data(), host.size(), port.data(),
                      port.size(), NI_NUMERICHOST | NI_NUMERICSERV) != 0)
        return "?";
    const std::string_view name(host.data());
    return name.find(':') == std::string_view::npos ? fmt::format("{}:{}", name, port.data())
                                                    : fmt::format("[{}]:{}", name, port.data());
}

// The error is errno's number.
std::expected<posix::Descriptor, int> listen_on(const addrinfo& one) {
    posix::Descriptor made(::socket(one.ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, IPPROTO_TCP));
    if (!made) return std::unexpected(errno);
    const int socket = made.get();
    const int on = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (one.ai_family == AF_INET6) ::setsockopt(socket, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    if (::bind(socket, one.ai_addr, one.ai_addrlen) != 0 || ::listen(socket, backlog) != 0)
        return std::unexpected(errno);
    return made;
}

std::uint16_t port_of(int socket) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    if (::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
    return ntohs(address.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6&>(address).sin6_port
                                               : reinterpret_cast<const sockaddr_in&>(address).sin_port);
}

}  // namespace

struct Sink::Client {
    posix::Descriptor socket;
    std::string name;
    Wait wait;
    Wait idle;
    Wait acknowledges;
    std::string greeting;
    bool greeted = false;
    std::uint64_t total = 0;
    std::uint64_t acknowledged = 0;
    std::uint64_t reported = 0;
    wifi::Duration reported_at{0};
    wifi::Duration heard{0};
    std::string out;  // an acknowledgement that did not go out whole
};

wifi::Result<std::unique_ptr<Sink>> Sink::listen(Loop& loop, SinkOptions options) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV;
    addrinfo* found = nullptr;
    const std::string port = std::to_string(options.port);
    const char* host = options.address.empty() ? nullptr : options.address.c_str();
    if (const int result = ::getaddrinfo(host, port.c_str(), &hints, &found); result != 0)
        return std::unexpected(wifi::Error{
            .what = fmt::format("\"{}\" is no address to listen on: {}", options.address, ::gai_strerror(result)),
            .hint = "one of this machine's own: ip address"});
    std::vector<posix::Descriptor> sockets;
    int error = 0;
    for (const addrinfo* one = found; one != nullptr; one = one->ai_next) {
        // Two families on two ports would be two sinks.
        if (options.port == 0 && !sockets.empty()) break;
        auto socket = listen_on(*one);
        if (socket)
            sockets.push_back(std::move(*socket));
        else if (socket.error() != EAFNOSUPPORT)
            error = socket.error();
    }
    ::freeaddrinfo(found);
    if (sockets.empty())
        return std::unexpected(wifi::Error{
            .what = fmt::format("nothing can be listened for on port {}: {}", options.port, std::strerror(error)),
            .hint = error == EADDRINUSE ? "another sink runs already, or name another --port"
                    : error == EACCES   ? "ports below 1024 are for root: name another --port"
                                        : ""});
    return std::unique_ptr<Sink>(new Sink(loop, std::move(options), std::move(sockets)));
}

Sink::Sink(Loop& loop, SinkOptions options, std::vector<posix::Descriptor> sockets)
    : loop_(&loop), options_(std::move(options)), sockets_(std::move(sockets)), buffer_(buffer_size) {
    for (const posix::Descriptor& socket : sockets_)
        waits_.push_back(loop_->on_descriptor(
            socket.get(), EPOLLIN, [this, listening = socket.get()](std::uint32_t) { on_client(listening); }));
}

Sink::~Sink() = default;

std::uint16_t Sink::port() const { return port_of(sockets_.front().get()); }

void Sink::on_client(int listening) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    posix::Descriptor accepted(
        ::accept4(listening, reinterpret_cast<sockaddr*>(&address), &size, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!accepted) return;
    const int socket = accepted.get();
    const std::string name = name_of(address, size);
    if (clients_.size() >= options_.most_clients) {
        (void)!::send(socket, sink_busy.data(), sink_busy.size(), MSG_NOSIGNAL);
        accepted.close();
        if (on_report_)
            on_report_({.what = SinkReport::What::refused, .client = name, .why = "there are enough clients"});
        return;
    }
    const int on = 1;
    ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    auto made = std::make_unique<Client>();
    Client& client = *made;
    client.socket = std::move(accepted);
    client.name = name;
    client.heard = boottime_now();
    client.wait = loop_->on_descriptor(socket, EPOLLIN, [this, &client](std::uint32_t) { on_data(client); });
    client.idle = loop_->after(greeting_within, greeting_within / 10,
                               [this, &client] { go(client, "it did not greet", SinkReport::What::refused); });
    clients_.emplace(socket, std::move(made));
}

void Sink::on_data(Client& client) {
    for (int i = 0; i < reads_at_once; ++i) {
        const ssize_t got = ::recv(client.socket.get(), buffer_.data(), buffer_.size(), 0);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 && errno == EAGAIN) return;
        if (got <= 0) return go(client, got < 0 ? std::strerror(errno) : "");
        std::string_view bytes(buffer_.data(), static_cast<std::size_t>(got));
        if (!client.greeted) {
            const std::size_t taken = std::min(load_hello.size() - client.greeting.size(), bytes.size());
            client.greeting += bytes.substr(0, taken);
            bytes.remove_prefix(taken);
            switch (greeting_in(client.greeting)) {
                case Greeting::incomplete: continue;
                case Greeting::load:
                case Greeting::other_version: break;
                default: return go(client, "it greets as no load does", SinkReport::What::refused);
            }
            if (::send(client.socket.get(), sink_hello.data(), sink_hello.size(), MSG_NOSIGNAL) !=
                static_cast<ssize_t>(sink_hello.size()))
                return go(client, "it took no answer", SinkReport::What::refused);
            client.greeted = true;
            client.reported_at = boottime_now();
            watch_idle(client);
            if (on_report_) on_report_({.what = SinkReport::What::came, .client = client.name});
            if (!report_) wait_for_report();
        }
        if (bytes.empty()) continue;
        client.total += bytes.size();
        client.heard = boottime_now();
        if (!client.acknowledges)
            client.acknowledges = loop_->after(acknowledges_every, acknowledges_every / 10,
                                               [this, &client] { acknowledge(client); });
    }
}

void Sink::watch_idle(Client& client) {
    client.idle = loop_->after(idle_for, idle_for / 10, [this, &client] {
        if (boottime_now() - client.heard >= idle_for)
            go(client, "nothing came any more");
        else
            watch_idle(client);
    });
}

// A client that takes no acknowledgements gets no more of them; what waits for it stays one.
void Sink::acknowledge(Client& client) {
    client.acknowledges = {};
    if (client.out.empty() && client.acknowledged != client.total) {
        client.out = acknowledgement(client.total);
        client.acknowledged = client.total;
    }
    const ssize_t sent = ::send(client.socket.get(), client.out.data(), client.out.size(), MSG_NOSIGNAL);
    if (sent > 0) client.out.erase(0, static_cast<std::size_t>(sent));
    if (sent < 0 && errno != EAGAIN && errno != EINTR) return go(client, std::strerror(errno));
    if (!client.out.empty())
        client.acknowledges =
            loop_->after(acknowledges_every, acknowledges_every / 10, [this, &client] { acknowledge(client); });
}

void Sink::go(Client& client, std::string why, SinkReport::What what) {
    const SinkReport report{.what = what,
                            .client = client.name,
                            .bytes = client.total - client.reported,
                            .over = boottime_now() - client.reported_at,
                            .total = client.total,
                            .why = std::move(why)};
    // Who closes without a word before greeting is a port scan, or a friend who looks whether somebody is there.
    const bool tell = client.greeted || what == SinkReport::What::refused;
    clients_.erase(client.socket.get());
    if (clients_.empty()) report_ = {};
    if (tell && on_report_) on_report_(report);
}

void Sink::wait_for_report() {
    report_ = loop_->after(options_.report_every, options_.report_every / 10, [this] {
        for (const auto& [socket, client] : clients_) {
            if (!client->greeted) continue;
            const wifi::Duration at = boottime_now();
            const SinkReport report{.what = SinkReport::What::flows,
                                    .client = client->name,
                                    .bytes = client->total - std::exchange(client->reported, client->total),
                                    .over = at - std::exchange(client->reported_at, at),
                                    .total = client->total};
            if (on_report_) on_report_(report);
        }
        wait_for_report();
    });
}

}  // namespace wlanmedic::capture
