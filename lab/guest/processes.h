// SPDX-License-Identifier: MIT
// The programs that run in the guest: started, heard line by line, ended, reaped.
#pragma once

#include <sys/types.h>

#include <cstdio>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "lab/guest/loop.h"
#include "posix/descriptor.h"

namespace wlanmedic::lab {

struct Program {
    std::vector<std::string> words;  ///< the program and its arguments
    std::string log;                 ///< file that gets its output; empty: thrown away
    std::string source;              ///< what on_line is told: "iw-event"
    bool terminal = false;     ///< its output goes to a pseudo-terminal: a program that would hold lines back
    int network = -1;          ///< descriptor of a network namespace; -1: the guest's first
    std::string journal_name;  ///< its log gets each line as journalctl -o short-iso-precise shows it
    std::vector<std::string> environment;  ///< "NAME=value", beside that of the first process
};

class Processes {
public:
    using OnLine = std::function<void(std::string_view source, std::string_view line)>;

    Processes(Loop& loop, OnLine on_line);
    ~Processes();
    Processes(const Processes&) = delete;
    Processes& operator=(const Processes&) = delete;

    /// The process, which has begun; -1 where it could not.
    pid_t start(const Program& program);
    /// A child that runs `body` and exits with what it returns.
    pid_t start(const std::function<int()>& body, int network = -1);
    /// Its exit status; -1 where it had to be killed after `at_most`. Everything else goes on meanwhile.
    int run(const Program& program, wifi::Duration at_most = std::chrono::seconds{20});
    void signal(pid_t process, int number);
    /// Waits until it is gone. Its exit status; -1 where it did not go by that signal, or went by any.
    int end(pid_t process, int number, wifi::Duration at_most = std::chrono::seconds{3});
    bool is_running(pid_t process) const { return running_.contains(process); }

private:
    struct Output {
        posix::Descriptor descriptor;
        std::FILE* log = nullptr;
        std::string source;
        std::string journal_prefix;  // " lab iwd[123]: "; empty: bytes are logged as they come
        std::string begun;           // a line without its end so far
    };
    void reap();
    int exit_status(pid_t process) const;
    void read(pid_t process);
    void hear(Output& output, std::string_view text);

    Loop& loop_;
    OnLine on_line_;
    posix::Descriptor child_signals_;
    std::map<pid_t, Output> outputs_;
    std::map<pid_t, bool> running_;
    std::map<pid_t, int> ended_;
};

}  // namespace wlanmedic::lab
