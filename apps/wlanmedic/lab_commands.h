// SPDX-License-Identifier: MIT
// The verbs below `wlanmedic lab`.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

namespace wlanmedic::app {

/// Sets `run` when the verb is chosen.
void add_lab_prepare(CLI::App& lab, std::function<int()>& run);
void add_lab_doctor(CLI::App& lab, std::function<int()>& run);
void add_lab_list(CLI::App& lab, std::function<int()>& run);
void add_lab_run(CLI::App& lab, std::function<int()>& run);
void add_lab_matrix(CLI::App& lab, std::function<int()>& run);
void add_lab_shell(CLI::App& lab, std::function<int()>& run);
void add_lab_systemd(CLI::App& lab, std::function<int()>& run);

}  // namespace wlanmedic::app
