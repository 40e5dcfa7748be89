// SPDX-License-Identifier: MIT
#include "machine/probe.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace wlanmedic::machine {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

wifi::Error trouble(std::string what) { return {.what = std::move(what), .file = {}, .hint = {}}; }

// Messages are to be those that the checks know; sbin is where iw and ethtool are.
std::vector<std::string> environment() {
    return {"LC_ALL=C", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "SYSTEMD_COLORS=0",
            "PAGER="};
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> all;
    for (std::string& text : texts) all.push_back(text.data());
    all.push_back(nullptr);
    return all;
}

// The program as PATH above finds it; posix_spawnp() would ask our own PATH.
std::string find_program(const std::string& name) {
    if (name.find('/') != std::string::npos) return ::access(name.c_str(), X_OK) == 0 ? name : "";
    for (const char* directory : {"/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"}) {
        std::string path = fmt::format("{}/{}", directory, name);
        if (::access(path.c_str(), X_OK) == 0) return path;
    }
    return "";
}

}  // namespace

std::string as_text(const std::vector<std::string>& command) { return fmt::format("{}", fmt::join(command, " ")); }

wifi::Result<CommandOutput> ThisMachine::run(const std::vector<std::string>& command,
                                             std::chrono::seconds limit) const {
    const std::string program = find_program(command.front());
    if (program.empty()) return std::unexpected(trouble(fmt::format("{}: not installed", command.front())));
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return std::unexpected(trouble(std::strerror(errno)));
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 2);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    std::vector<std::string> words = command;
    std::vector<std::string> variables = environment();
    pid_t child = 0;
    const int failed = ::posix_spawn(&child, program.c_str(), &actions, &attributes, pointers(words).data(),
                                     pointers(variables).data());
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    ::close(ends[1]);
    if (failed != 0) {
        ::close(ends[0]);
        return std::unexpected(trouble(fmt::format("{}: {}", command.front(), std::strerror(failed))));
    }
    CommandOutput output;
    const auto deadline = Clock::now() + limit;
    bool in_time = true;
    std::array<char, 65536> buffer;
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
        pollfd waiting{.fd = ends[0], .events = POLLIN, .revents = 0};
        const int ready = left <= 0 ? 0 : ::poll(&waiting, 1, static_cast<int>(left));
        if (ready < 0 && errno == EINTR) continue;
        if (ready <= 0) {
            in_time = false;
            break;
        }
        const ssize_t got = ::read(ends[0], buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        const std::size_t room = most_output - output.out.size();
        output.cut = output.cut || static_cast<std::size_t>(got) > room;
        output.out.append(buffer.data(), std::min(static_cast<std::size_t>(got), room));
    }
    ::close(ends[0]);
    if (!in_time) ::kill(-child, SIGKILL);
    // A child that hangs in the kernel (a wedged driver) does not die of SIGKILL: it is left behind.
    int status = 0;
    for (int i = 0; i < 100; ++i) {
        const pid_t ended = ::waitpid(child, &status, WNOHANG);
        if (ended == child) {
            if (in_time) {
                output.status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
                return output;
            }
            break;
        }
        if (ended < 0) break;
        if (in_time && i == 50) ::kill(-child, SIGKILL);
        ::usleep(20'000);
    }
    return std::unexpected(trouble(fmt::format("{}: did not end within {} s", as_text(command), limit.count())));
}

wifi::Result<std::string> ThisMachine::read(const std::string& path) const {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (file < 0) return std::unexpected(trouble(fmt::format("{}: {}", path, std::strerror(errno))));
    std::string text(most_file, '\0');
    std::size_t size = 0;
    while (size < text.size()) {
        const ssize_t got = ::read(file, text.data() + size, text.size() - size);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0 && size == 0) {
            const int error = errno;
            ::close(file);
            return std::unexpected(trouble(fmt::format("{}: {}", path, std::strerror(error))));
        }
        if (got <= 0) break;
        size += static_cast<std::size_t>(got);
    }
    ::close(file);
    text.resize(size);
    return text;
}

bool ThisMachine::exists(const std::string& path) const { return ::access(path.c_str(), F_OK) == 0; }

std::vector<std::string> ThisMachine::list(const std::string& path) const {
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator entry(path, error), end; !error && entry != end; entry.increment(error))
        names.push_back(entry->path().filename().string());
    std::ranges::sort(names);
    return names;
}

std::string ThisMachine::link(const std::string& path) const {
    std::error_code error;
    return fs::read_symlink(path, error).string();
}

wifi::Result<CommandOutput> ToldMachine::run(const std::vector<std::string>& command, std::chrono::seconds) const {
    std::string name = as_text(command);
    std::ranges::replace(name, ' ', '_');
    std::ranges::replace(name, '/', '_');
    const auto text = ThisMachine::read(fmt::format("{}/commands/{}", directory_, name.substr(0, 200)));
    if (!text) return std::unexpected(trouble(fmt::format("{}: not installed", command.front())));
    return CommandOutput{.status = 0, .out = *text, .cut = false};
}

wifi::Result<std::string> ToldMachine::read(const std::string& path) const {
    auto text = ThisMachine::read(in_root(path));
    if (!text) return std::unexpected(trouble(fmt::format("{}: No such file or directory", path)));
    return text;
}

bool ToldMachine::exists(const std::string& path) const {
    std::error_code error;
    return fs::exists(fs::symlink_status(in_root(path), error));
}
std::vector<std::string> ToldMachine::list(const std::string& path) const {
    return ThisMachine::list(in_root(path));
}
std::string ToldMachine::link(const std::string& path) const { return ThisMachine::link(in_root(path)); }

}  // namespace wlanmedic::machine
