// SPDX-License-Identifier: MIT
#include "lab/guest/recording.h"

#include <fmt/format.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

namespace wlanmedic::lab {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view notice_socket = "/run/recording";
constexpr auto longest_start = 30s;
constexpr auto longest_end = 60s;

}  // namespace

Recording::Recording(Loop& loop, Processes& processes) : loop_(loop), processes_(processes) {}

Recording::~Recording() {
    if (notices_) loop_.forget(notices_.get());
}

wifi::Result<void> Recording::listen() {
    notices_ = posix::Descriptor{::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)};
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    std::ranges::copy(notice_socket, address.sun_path);
    if (::bind(notices_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
        return std::unexpected(wifi::Error{.what = std::strerror(errno), .file = std::string(notice_socket)});
    loop_.watch(notices_.get(), [this] {
        std::array<char, 4096> notice{};
        for (ssize_t size = 0; (size = ::recv(notices_.get(), notice.data(), notice.size(), 0)) > 0;)
            if (std::string_view(notice.data(), static_cast<std::size_t>(size)).find("READY=1") !=
                std::string_view::npos)
                ready_ = true;
    });
    return {};
}

wifi::Result<void> Recording::begin() {
    if (auto heard = listen(); !heard) return heard;
    process_ = processes_.start({.words = {"wlanmedic", "record", "--quiet", "-o", "/out/run.pcapng"},
                                 .log = "/out/truth/recorder.log",
                                 .source = {},
                                 .environment = {"NOTIFY_SOCKET=" + std::string(notice_socket)}});
    loop_.run_until([this] { return ready_ || !processes_.is_running(process_); }, longest_start);
    if (ready_) return {};
    return std::unexpected(wifi::Error{
        .what = processes_.is_running(process_) ? "wlanmedic record does not say that it is ready"
                                                : "wlanmedic record ended at once: truth/recorder.log says why"});
}

wifi::Result<void> Recording::end() {
    if (process_ < 0) return {};
    const bool was_there = processes_.is_running(process_);
    const int status = processes_.end(process_, SIGTERM, longest_end);
    process_ = -1;
    if (!was_there)
        return std::unexpected(wifi::Error{.what = "wlanmedic record ended early: truth/recorder.log says why"});
    if (status == 0) return {};
    return std::unexpected(
        wifi::Error{.what = status < 0 ? "wlanmedic record did not end when it was asked to, and was killed"
                                       : fmt::format("wlanmedic record closed its file with status {}: "
                                                     "truth/recorder.log says why",
                                                     status)});
}

}  // namespace wlanmedic::lab
