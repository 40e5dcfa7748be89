// SPDX-License-Identifier: MIT
// A program that this one runs, and that never outlives it.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "wifi/error.h"
#include "wifi/instant.h"

namespace wlanmedic::lab {

struct ChildCall {
    std::vector<std::string> command;  ///< the program, looked for in PATH, and its arguments
    std::vector<int> inherit;          ///< descriptors that stay open in it, at their numbers
    int output = -1;                   ///< its standard output; -1: /dev/null
    int errors = -1;                   ///< its standard error; -1: /dev/null
    bool on_terminal = false;          ///< keeps this program's three, and its process group
};

/// Killed with all of its process group where it still runs at the end of the object's life, and by the kernel
/// where the thread that started it ends first (PR_SET_PDEATHSIG).
class Child {
public:
    /// Error: it could not be started, and why.
    static wifi::Result<Child> start(const ChildCall& call);
    Child(Child&& other) noexcept;
    Child& operator=(Child&&) = delete;
    ~Child();

    /// Waits at most so long; a signal to this program ends the wait early. Its exit status, 128 + signal where
    /// one ended it; nothing where it still runs.
    std::optional<int> wait(wifi::Duration most);
    void kill();
    pid_t process() const { return process_; }

private:
    Child(pid_t process, int handle, bool group) : process_(process), handle_(handle), group_(group) {}

    pid_t process_;
    int handle_;  ///< pidfd
    bool group_;
    std::optional<int> status_;
};

}  // namespace wlanmedic::lab
