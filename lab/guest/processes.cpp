// SPDX-License-Identifier: MIT
#include "lab/guest/processes.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <termios.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "lab/guest/guest_clock.h"

namespace wlanmedic::lab {
namespace {

struct Ends {
    posix::Descriptor reading;
    posix::Descriptor writing;
};

Ends make_terminal() {
    Ends ends{.reading = posix::Descriptor{::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)}, .writing = {}};
    if (!ends.reading || ::grantpt(ends.reading.get()) != 0 || ::unlockpt(ends.reading.get()) != 0) return ends;
    std::array<char, 64> name{};
    if (::ptsname_r(ends.reading.get(), name.data(), name.size()) != 0) return ends;
    ends.writing = posix::Descriptor{::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC)};
    termios settings{};
    if (::tcgetattr(ends.writing.get(), &settings) == 0) {
        ::cfmakeraw(&settings);
        ::tcsetattr(ends.writing.get(), TCSANOW, &settings);
    }
    return ends;
}

Ends make_pipe() {
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return {};
    return {.reading = posix::Descriptor{ends[0]}, .writing = posix::Descriptor{ends[1]}};
}

// "2026-05-06T21:13:00.123456+0000"
std::string journal_time() {
    std::string text = wifi::to_rfc3339(wall_clock());
    text.replace(text.size() - 1, 1, "+0000");
    return text;
}

void begin_child(int network) {
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::signal(SIGPIPE, SIG_DFL);  // a first process ignores it, and `yes | head` would never end
    ::setsid();
    if (network >= 0) ::setns(network, CLONE_NEWNET);
}

}  // namespace

Processes::Processes(Loop& loop, OnLine on_line) : loop_(loop), on_line_(std::move(on_line)) {
    sigset_t children;
    ::sigemptyset(&children);
    ::sigaddset(&children, SIGCHLD);
    ::sigprocmask(SIG_BLOCK, &children, nullptr);
    child_signals_ = posix::Descriptor{::signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK)};
    loop_.watch(child_signals_.get(), [this] { reap(); });
}

Processes::~Processes() {
    loop_.forget(child_signals_.get());
    for (auto& [process, output] : outputs_) {
        loop_.forget(output.descriptor.get());
        if (output.log != nullptr) std::fclose(output.log);
    }
}

pid_t Processes::start(const Program& program) {
    Ends ends = program.terminal ? make_terminal() : make_pipe();
    if (!ends.writing) return -1;
    std::vector<char*> words;
    for (const std::string& word : program.words) words.push_back(const_cast<char*>(word.c_str()));
    words.push_back(nullptr);
    const pid_t process = ::fork();
    if (process == 0) {
        begin_child(program.network);
        const int nothing = ::open("/dev/null", O_RDONLY);
        ::dup2(nothing, STDIN_FILENO);
        ::dup2(ends.writing.get(), STDOUT_FILENO);
        ::dup2(ends.writing.get(), STDERR_FILENO);
        for (const std::string& variable : program.environment) ::putenv(const_cast<char*>(variable.c_str()));
        ::execvp(words[0], words.data());
        ::dprintf(STDERR_FILENO, "%s: %s\n", words[0], std::strerror(errno));
        ::_exit(127);
    }
    if (process < 0) return -1;
    running_[process] = true;
    const int descriptor = ends.reading.get();
    ::fcntl(descriptor, F_SETFL, O_NONBLOCK);
    std::FILE* log = program.log.empty() ? nullptr : std::fopen(program.log.c_str(), "ae");
    if (log != nullptr) std::setvbuf(log, nullptr, _IOFBF, 1U << 16);
    outputs_.emplace(process,
                     Output{.descriptor = std::move(ends.reading),
                            .log = log,
                            .source = program.source,
                            .journal_prefix = program.journal_name.empty()
                                                  ? std::string()
                                                  : fmt::format(" lab {}[{}]: ", program.journal_name, process),
                            .begun = {}});
    loop_.watch(descriptor, [this, process] { read(process); });
    return process;
}

pid_t Processes::start(const std::function<int()>& body, int network) {
    const pid_t process = ::fork();
    if (process == 0) {
        begin_child(network);
        ::_exit(body());
    }
    if (process > 0) running_[process] = true;
    return process;
}

int Processes::run(const Program& program, wifi::Duration at_most) {
    const pid_t process = start(program);
    if (process < 0) return -1;
    loop_.run_until([this, process] { return !is_running(process); }, at_most);
    if (is_running(process)) {
        ::kill(-process, SIGKILL);  // with what a shell has begun: it would write where results are packed
        end(process, SIGKILL);
        return -1;
    }
    return exit_status(process);
}

int Processes::exit_status(pid_t process) const {
    const auto ended = ended_.find(process);
    return ended != ended_.end() && WIFEXITED(ended->second) ? WEXITSTATUS(ended->second) : -1;
}

void Processes::signal(pid_t process, int number) {
    if (is_running(process)) ::kill(process, number);
}

int Processes::end(pid_t process, int number, wifi::Duration at_most) {
    signal(process, number);
    loop_.run_until([this, process] { return !is_running(process); }, at_most);
    if (!is_running(process)) return exit_status(process);
    if (number != SIGKILL) end(process, SIGKILL);
    return -1;
}

void Processes::reap() {
    signalfd_siginfo info{};
    while (::read(child_signals_.get(), &info, sizeof info) > 0) {
    }
    int status = 0;
    for (pid_t process = 0; (process = ::waitpid(-1, &status, WNOHANG)) > 0;) {
        // Orphans come to the first process of the guest, too.
        if (running_.erase(process) == 0) continue;
        ended_[process] = status;
        read(process);
        const auto output = outputs_.find(process);
        if (output == outputs_.end()) continue;
        loop_.forget(output->second.descriptor.get());
        if (!output->second.begun.empty()) hear(output->second, "\n");
        if (output->second.log != nullptr) std::fclose(output->second.log);
        outputs_.erase(output);
    }
}

void Processes::read(pid_t process) {
    const auto output = outputs_.find(process);
    if (output == outputs_.end()) return;
    std::array<char, 16384> bytes{};
    const int descriptor = output->second.descriptor.get();
    for (;;) {
        const ssize_t size = ::read(descriptor, bytes.data(), bytes.size());
        if (size > 0) {
            hear(output->second, std::string_view(bytes.data(), static_cast<std::size_t>(size)));
            continue;
        }
        // The end of a pipe, or EIO of a terminal that nobody holds any more: the child's end follows.
        if (size == 0 || (errno != EAGAIN && errno != EINTR)) loop_.forget(descriptor);
        return;
    }
}

void Processes::hear(Output& output, std::string_view text) {
    if (output.log != nullptr && output.journal_prefix.empty())
        std::fwrite(text.data(), 1, text.size(), output.log);
    if (output.source.empty()) return;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        output.begun.append(text.substr(0, end));
        if (end == std::string_view::npos) return;
        const std::string line = std::exchange(output.begun, {});
        text.remove_prefix(end + 1);
        if (output.log != nullptr && !output.journal_prefix.empty())
            fmt::print(output.log, "{}{}{}\n", journal_time(), output.journal_prefix, line);
        on_line_(output.source, line);
    }
}

}  // namespace wlanmedic::lab
