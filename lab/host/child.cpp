// SPDX-License-Identifier: MIT
#include "lab/host/child.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace wlanmedic::lab {
namespace {

// Between fork and exec only what is safe in a child of a program with threads.
[[noreturn]] void become(const ChildCall& call, char* const* arguments, pid_t parent, int report, int nothing) {
    const auto give_up = [report] {
        const int why = errno;
        [[maybe_unused]] const ssize_t written = ::write(report, &why, sizeof why);
        ::_exit(127);
    };
    if (!call.on_terminal) ::setpgid(0, 0);
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(127);
    if (!call.on_terminal) {
        const std::array<int, 3> wanted = {nothing, call.output < 0 ? nothing : call.output,
                                           call.errors < 0 ? nothing : call.errors};
        for (int i = 0; i < 3; ++i)
            if (::dup2(wanted[static_cast<std::size_t>(i)], i) < 0) give_up();
    }
    for (const int descriptor : call.inherit)
        if (::fcntl(descriptor, F_SETFD, 0) < 0) give_up();
    ::signal(SIGPIPE, SIG_DFL);
    ::execvp(arguments[0], arguments);
    give_up();
    ::_exit(127);
}

}  // namespace

wifi::Result<Child> Child::start(const ChildCall& call) {
    const auto failed = [&](int why) {
        return std::unexpected(wifi::Error{
            .what = fmt::format("cannot run {}: {}", call.command.front(), std::strerror(why)), .hint = ""});
    };
    std::vector<std::string> copies = call.command;
    std::vector<char*> arguments;
    for (std::string& copy : copies) arguments.push_back(copy.data());
    arguments.push_back(nullptr);

    std::array<int, 2> report{};
    if (::pipe2(report.data(), O_CLOEXEC) != 0) return failed(errno);
    const int nothing = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    const pid_t parent = ::getpid();
    const pid_t process = nothing < 0 ? -1 : ::fork();
    if (process == 0) become(call, arguments.data(), parent, report[1], nothing);
    const int fork_error = errno;
    if (nothing >= 0) ::close(nothing);
    ::close(report[1]);
    int why = process < 0 ? fork_error : 0;
    if (process > 0) {
        ssize_t got = 0;
        while ((got = ::read(report[0], &why, sizeof why)) < 0 && errno == EINTR) continue;
        if (got <= 0) why = 0;
    }
    ::close(report[0]);
    if (why != 0) {
        if (process > 0) ::waitpid(process, nullptr, 0);
        return failed(why);
    }
    const int handle = static_cast<int>(::syscall(SYS_pidfd_open, process, 0));
    return Child(process, handle, !call.on_terminal);
}

Child::Child(Child&& other) noexcept
    : process_(std::exchange(other.process_, -1)),
      handle_(std::exchange(other.handle_, -1)),
      group_(other.group_),
      status_(other.status_) {}

Child::~Child() {
    kill();
    if (handle_ >= 0) ::close(handle_);
}

std::optional<int> Child::wait(wifi::Duration most) {
    if (status_ || process_ < 0) return status_;
    pollfd ended{.fd = handle_, .events = POLLIN, .revents = 0};
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(most).count();
    ::poll(&ended, handle_ >= 0 ? 1 : 0, static_cast<int>(milliseconds));
    int status = 0;
    if (::waitpid(process_, &status, WNOHANG) == process_)
        status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
    return status_;
}

void Child::kill() {
    if (process_ < 0) return;
    // Also after its own end: what it started may live on in its group.
    if (group_) ::kill(-process_, SIGKILL);
    if (status_) return;
    ::kill(process_, SIGKILL);
    int status = 0;
    while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) continue;
    status_ = 128 + SIGKILL;
}

}  // namespace wlanmedic::lab
