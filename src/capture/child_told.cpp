// SPDX-License-Identifier: MIT
#include "capture/child_told.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "posix/descriptor.h"

namespace wlanmedic::capture {
namespace {

using Steady = std::chrono::steady_clock;
constexpr auto look_again = std::chrono::milliseconds{2};
constexpr int looks_at_one_that_was_killed = 25;
constexpr int looks_at_one_that_ends = 500;

// True: it has closed its end.
bool listen(int from, std::chrono::milliseconds patience, std::string& last) {
    std::string text;
    const auto deadline = Steady::now() + patience;
    std::array<char, 16384> buffer{};
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Steady::now()).count();
        pollfd waiting{.fd = from, .events = POLLIN, .revents = 0};
        const int ready = left <= 0 ? 0 : ::poll(&waiting, 1, static_cast<int>(left));
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) return false;
        const ssize_t got = ::read(from, buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) return got == 0;
        text.append(buffer.data(), static_cast<std::size_t>(got));
        const std::size_t end = text.rfind('\n');
        if (end == std::string::npos) continue;
        const std::size_t before = end == 0 ? std::string::npos : text.rfind('\n', end - 1);
        const std::size_t begin = before == std::string::npos ? 0 : before + 1;
        last = text.substr(begin, end - begin);
        text.erase(0, end + 1);
    }
}

[[noreturn]] void be_the_child(int to, const std::function<void(int)>& tell) {
    // A child that hangs must not keep the file, sockets and the kernel's trace open, nor a program that it starts
    // the pipe.
    constexpr int place = 3;
    if (to != place) ::dup2(to, place);
    ::fcntl(place, F_SETFD, FD_CLOEXEC);
    ::close_range(place + 1, ~0U, 0);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    try {
        tell(place);
    } catch (...) {
        ::_exit(1);
    }
    ::_exit(0);
}

// Empty for one that has ended as it should. One that hangs in the kernel does not even die: it is left behind.
std::string trouble_of(pid_t child, int looks) {
    int status = 0;
    pid_t ended = 0;
    for (int i = 0; i < looks && ended == 0; ++i) {
        ended = ::waitpid(child, &status, WNOHANG);
        if (ended == 0) ::usleep(std::chrono::microseconds(look_again).count());
    }
    if (ended == 0) return "the process that asks does not end";
    if (ended < 0) return fmt::format("how the process that asks ended: {}", std::strerror(errno));
    if (WIFSIGNALED(status)) return fmt::format("the process that asks died of signal {}", WTERMSIG(status));
    if (WEXITSTATUS(status) != 0) return "the process that asks broke off";
    return {};
}

}  // namespace

ChildTold told_by_a_child(const std::function<void(int to)>& tell, std::chrono::milliseconds patience) {
    const auto none = [](const char* what) {
        return ChildTold{.last = {}, .trouble = fmt::format("{}: {}", what, std::strerror(errno))};
    };
    std::array<int, 2> both{};
    if (::pipe2(both.data(), O_CLOEXEC) != 0) return none("no pipe to a process that asks");
    const posix::Descriptor from(both[0]);
    posix::Descriptor to(both[1]);
    const pid_t child = ::fork();
    if (child < 0) return none("no process that asks");
    if (child == 0) be_the_child(to.get(), tell);
    to = {};
    ChildTold told;
    if (listen(from.get(), patience, told.last)) {
        told.trouble = trouble_of(child, looks_at_one_that_ends);
        return told;
    }
    ::kill(child, SIGKILL);
    trouble_of(child, looks_at_one_that_was_killed);
    const auto seconds = std::chrono::duration<double>(patience).count();
    told.trouble = fmt::format("no answer within {} s", seconds);
    told.too_slow = true;
    return told;
}

}  // namespace wlanmedic::capture
