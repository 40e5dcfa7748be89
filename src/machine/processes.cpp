// SPDX-License-Identifier: MIT
#include "machine/processes.h"

#include <fmt/format.h>

#include <algorithm>

namespace wlanmedic::machine {

std::vector<Process> processes(const Probe& probe) {
    std::vector<Process> all;
    for (const std::string& entry : probe.list("/proc")) {
        if (entry.find_first_not_of("0123456789") != std::string::npos) continue;
        const auto name = probe.read(fmt::format("/proc/{}/comm", entry));
        if (!name) continue;
        auto words = probe.read(fmt::format("/proc/{}/cmdline", entry)).value_or("");
        std::ranges::replace(words, '\0', ' ');
        all.push_back({.name = name->substr(0, name->find('\n')), .words = words});
    }
    return all;
}

bool is_running(const std::vector<Process>& running, std::string_view name) {
    return std::ranges::find(running, name.substr(0, 15), &Process::name) != running.end();
}

}  // namespace wlanmedic::machine
