// SPDX-License-Identifier: MIT
// The verbs of the command line. Each adds its options to the program and says what to run.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

namespace wlanmedic::app {

/// Exit statuses: documented in docs/explain.md.
enum Exit : int {
    exit_done = 0,
    exit_trouble = 1,  ///< something asked for could not be read or written; the rest was done
    exit_usage = 2,
    exit_not_understood = 3,  ///< there was nothing that is evidence
    exit_wrong_file = 3,      ///< driver check, policy check: a file is wrong
    exit_partly = 4           ///< kernel patch: done, but for what was not understood
};

/// Sets `run` when the verb is chosen.
void add_explain(CLI::App& program, std::function<int()>& run);
void add_driver(CLI::App& program, std::function<int()>& run);
void add_policy(CLI::App& program, std::function<int()>& run);
void add_redact(CLI::App& program, std::function<int()>& run);
void add_check(CLI::App& program, std::function<int()>& run);
void add_bundle(CLI::App& program, std::function<int()>& run);
void add_record(CLI::App& program, std::function<int()>& run);
void add_sink(CLI::App& program, std::function<int()>& run);
void add_replay(CLI::App& program, std::function<int()>& run);
void add_simulate(CLI::App& program, std::function<int()>& run);
void add_tune(CLI::App& program, std::function<int()>& run);
void add_kernel(CLI::App& program, std::function<int()>& run);
void add_lab(CLI::App& program, std::function<int()>& run);

}  // namespace wlanmedic::app
