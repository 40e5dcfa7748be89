// SPDX-License-Identifier: MIT
#include "lab/host/command.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace wlanmedic::lab {
namespace {

constexpr std::size_t most_output = 64U << 20U;
constexpr std::size_t most_complaint = 4096;

class Pipe {
public:
    Pipe() {
        if (::pipe2(ends_.data(), O_CLOEXEC) != 0) ends_ = {-1, -1};
    }
    ~Pipe() {
        close_end(0);
        close_end(1);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    int reader() const { return ends_[0]; }
    int writer() const { return ends_[1]; }
    void close_end(std::size_t end) {
        if (ends_.at(end) >= 0) ::close(ends_.at(end));
        ends_.at(end) = -1;
    }

private:
    std::array<int, 2> ends_{};
};

// Between fork and exec: only what is safe there.
[[noreturn]] void become(const Command& command, char* const* arguments, const Pipe& output,
                         const Pipe& complaint) {
    ::prctl(PR_SET_PDEATHSIG, SIGTERM);
    const int nothing = ::open("/dev/null", O_RDONLY);
    ::dup2(nothing, 0);
    ::dup2(output.writer(), 1);
    ::dup2(complaint.writer(), 2);
    ::setenv("LC_ALL", "C", 1);
    if (!command.directory.empty() && ::chdir(command.directory.c_str()) != 0) ::_exit(126);
    ::execvp(arguments[0], arguments);
    ::_exit(127);
}

// False when this pipe has ended.
bool read_some(Pipe& from, std::string& into) {
    std::array<char, 65536> bytes{};
    const ssize_t got = ::read(from.reader(), bytes.data(), bytes.size());
    if (got < 0 && errno == EINTR) return true;
    if (got <= 0) {
        from.close_end(0);
        return false;
    }
    into.append(bytes.data(), static_cast<std::size_t>(got));
    return true;
}

void read_both(Pipe& output, Pipe& complaint, std::string& said, std::string& complained) {
    while (output.reader() >= 0 || complaint.reader() >= 0) {
        std::array<pollfd, 2> waiting{pollfd{output.reader(), POLLIN, 0}, pollfd{complaint.reader(), POLLIN, 0}};
        if (::poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR) return;
        if (waiting[0].revents != 0) read_some(output, said);
        if (waiting[1].revents != 0) read_some(complaint, complained);
        if (complained.size() > 4 * most_complaint) complained.erase(0, complained.size() - most_complaint);
        if (said.size() > most_output) output.close_end(0);
    }
}

wifi::Error trouble(const Command& command, int status, std::string complained) {
    std::string what = fmt::format("{} ", command.words.front());
    if (WIFSIGNALED(status)) {
        what += fmt::format("was ended by signal {}", WTERMSIG(status));
    } else if (WEXITSTATUS(status) == 127) {
        what += "cannot be run here";
    } else {
        what += fmt::format("failed with status {}", WEXITSTATUS(status));
    }
    while (!complained.empty() && complained.back() == '\n') complained.pop_back();
    if (complained.size() > most_complaint) complained.erase(0, complained.size() - most_complaint);
    std::string line;
    for (const std::string& word : command.words) line += (line.empty() ? "" : " ") + word;
    if (!complained.empty()) what += ":\n" + complained;
    return {.what = what, .file = {}, .hint = fmt::format("by hand: {}", line)};
}

}  // namespace

wifi::Result<std::string> run(const Command& command) {
    std::vector<std::string> words = command.words;
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);

    Pipe output;
    Pipe complaint;
    const pid_t child = output.reader() < 0 || complaint.reader() < 0 ? -1 : ::fork();
    if (child < 0)
        return std::unexpected(
            wifi::Error{.what = fmt::format("{} cannot be started: {}", words.front(), std::strerror(errno)),
                        .file = {},
                        .hint = {}});
    if (child == 0) become(command, arguments.data(), output, complaint);
    output.close_end(1);
    complaint.close_end(1);
    std::string said;
    std::string complained;
    read_both(output, complaint, said, complained);
    int status = 0;
    while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (status != 0) return std::unexpected(trouble(command, status, std::move(complained)));
    return said;
}

std::filesystem::path find_program(const std::string& path, const std::string& name) {
    std::size_t begin = 0;
    while (begin <= path.size()) {
        const std::size_t end = std::min(path.find(':', begin), path.size());
        const std::filesystem::path candidate = std::filesystem::path(path.substr(begin, end - begin)) / name;
        std::error_code failed;
        if (end > begin && std::filesystem::is_regular_file(candidate, failed) &&
            ::access(candidate.c_str(), X_OK) == 0)
            return candidate;
        begin = end + 1;
    }
    return {};
}

}  // namespace wlanmedic::lab
