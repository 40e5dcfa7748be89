// SPDX-License-Identifier: MIT
// Options that several verbs of the lab have, and what they all say when it goes wrong.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "lab/host/run.h"

namespace wlanmedic::app {

/// Of the lab's verbs, beside those of commands.h.
inline constexpr int exit_differs = 4;  ///< played, but an expectation failed or explain differs from the truth

/// The machine's and the scenario's, as text; read() checks them.
struct LabOptions {
    std::vector<std::string> settings;
    std::string cache;
    std::string emulator;
    double wall_limit_s = 0;
    bool realtime = false;
    unsigned cpus = 0;
    lab::RunOptions run;

    void add_to(CLI::App& verb);
    /// Error: a wrong combination or form; the sentence.
    std::optional<std::string> read();
};

/// The path of this very program.
std::string own_program();

/// "wlanmedic: …", its hint, the console's last lines. The exit status: 1, or 128 + signal.
int say_failure(const lab::Failure& failure);
/// A mistake in the command line: exit_usage.
int say_usage(const std::string& sentence);

}  // namespace wlanmedic::app
