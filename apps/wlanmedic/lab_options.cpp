// SPDX-License-Identifier: MIT
#include "lab_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "commands.h"
#include "lab/host/prepared.h"
#include "lab_commands.h"
#include "report/safe_text.h"

namespace wlanmedic::app {

void LabOptions::add_to(CLI::App& verb) {
    verb.add_option("--set", settings,
                    "Replace or add a value of the scenario, as duration=20 s (may be repeated)")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
    verb.add_flag("--realtime", realtime,
                  "The guest's clock is the real one: no two runs are the same, and races can show");
    verb.add_option("--smp", cpus, "CPUs of the guest, with --realtime (default 1)")->check(CLI::Range(1, 64));
    verb.add_option("--cache", cache, "Where `lab prepare` put the guest (default: ~/.cache/wlanmedic/lab)")
        ->type_name("DIR");
    verb.add_option("--qemu", emulator, "Another emulator (default: $WLANMEDIC_QEMU, else qemu-system-x86_64)")
        ->type_name("PROGRAM");
    verb.add_option("--wall-limit", wall_limit_s,
                    "Give a run up after so many seconds (default: 300 and a fifth of the scenario's duration)")
        ->type_name("SECONDS")
        ->check(CLI::Range(0.1, 1e7));
}

std::optional<std::string> LabOptions::read() {
    run.settings.clear();
    for (const std::string& setting : settings) {
        const std::size_t equals = setting.find('=');
        if (equals == std::string::npos || equals == 0)
            return fmt::format("--set wants KEY=VALUE, not \"{}\"", report::for_terminal(setting));
        if (std::ranges::any_of(setting, [](char c) { return c == '\n' || c == '\r' || c == '\0'; }))
            return "--set takes one line";
        run.settings.push_back({.key = setting.substr(0, equals), .value = setting.substr(equals + 1)});
    }
    if (cpus > 1 && !realtime) return "--smp needs --realtime: virtual time has one CPU";
    run.realtime = realtime;
    run.cpus = std::max(cpus, 1U);
    run.cache = cache.empty() ? lab::default_cache() : std::filesystem::path(cache);
    if (!emulator.empty()) run.emulator = emulator;
    if (wall_limit_s > 0)
        run.wall_limit = std::chrono::duration_cast<wifi::Duration>(std::chrono::duration<double>(wall_limit_s));
    run.version = WLANMEDIC_VERSION;
    run.program = own_program();
    run.bes2600 = bes2600_modules();
    return std::nullopt;
}

std::string own_program() {
    std::error_code error;
    const auto path = std::filesystem::read_symlink("/proc/self/exe", error);
    return error ? "wlanmedic" : path.string();
}

int say_failure(const lab::Failure& failure) {
    fmt::print(stderr, "wlanmedic: {}\n", report::for_terminal(failure.error.to_string()));
    if (!failure.error.hint.empty()) fmt::print(stderr, "hint: {}\n", report::for_terminal(failure.error.hint));
    if (!failure.console.empty()) fmt::print(stderr, "the console's last lines:\n");
    for (const std::string& line : failure.console) fmt::print(stderr, "  | {}\n", report::for_terminal(line));
    if (failure.kept) fmt::print(stderr, "kept: {}\n", report::for_terminal(failure.kept->string()));
    return failure.signal != 0 ? 128 + failure.signal : exit_trouble;
}

int say_usage(const std::string& sentence) {
    fmt::print(stderr, "wlanmedic: {}\n", sentence);
    return exit_usage;
}

}  // namespace wlanmedic::app
