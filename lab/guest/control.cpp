// SPDX-License-Identifier: MIT
#include "lab/guest/control.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "posix/descriptor.h"

namespace wlanmedic::lab {
namespace {

constexpr int patience_ms = 5000;

sockaddr_un address_of(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    return address;
}

}  // namespace

wifi::Result<std::string> ask_daemon(const std::string& socket, std::string_view command) {
    const auto problem = [&](const char* what) {
        return std::unexpected(
            wifi::Error{.what = fmt::format("{}: {} {}: {}", command, what, socket, std::strerror(errno))});
    };
    static unsigned asked = 0;
    const std::string own = fmt::format("/run/lab-{}", asked++);
    const posix::Descriptor descriptor{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
    const sockaddr_un here = address_of(own);
    const sockaddr_un there = address_of(socket);
    if (::bind(descriptor.get(), reinterpret_cast<const sockaddr*>(&here), sizeof here) != 0)
        return problem("bind for");
    struct Unlink {
        const std::string& path;
        ~Unlink() { ::unlink(path.c_str()); }
    } const unlink{own};
    if (::connect(descriptor.get(), reinterpret_cast<const sockaddr*>(&there), sizeof there) != 0)
        return problem("no daemon behind");
    if (::send(descriptor.get(), command.data(), command.size(), 0) < 0) return problem("cannot send to");
    pollfd waiting{.fd = descriptor.get(), .events = POLLIN, .revents = 0};
    errno = ETIMEDOUT;
    if (::poll(&waiting, 1, patience_ms) != 1) return problem("no answer from");
    std::array<char, 4096> answer{};
    const ssize_t size = ::recv(descriptor.get(), answer.data(), answer.size(), 0);
    if (size < 0) return problem("cannot read from");
    std::string text(answer.data(), static_cast<std::size_t>(size));
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
}

wifi::Result<void> command_daemon(Journal& journal, std::string_view who, const std::string& socket,
                                  std::string_view command) {
    const auto answer = ask_daemon(socket, command);
    if (!answer) return std::unexpected(answer.error());
    journal.note(fmt::format("{}: {}: {}", who, command, *answer));
    if (answer->starts_with("FAIL"))
        return std::unexpected(wifi::Error{.what = fmt::format("{} refused: {}", who, command)});
    return {};
}

}  // namespace wlanmedic::lab
