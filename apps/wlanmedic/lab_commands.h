// SPDX-License-Identifier: MIT
// The verbs below `wlanmedic lab`.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

namespace wlanmedic::app {

/// Sets `run` when the verb is chosen.
void add_lab_prepare(CLI::App& lab, std::function<int()>& run);
void add_lab_doctor(CLI::App& lab, std::function<int()>& run);
void add_lab_list(CLI::App& lab, std::function<int()>& run);
void add_lab_run(CLI::App& lab, std::function<int()>& run);
void add_lab_matrix(CLI::App& lab, std::function<int()>& run);
void add_lab_shell(CLI::App& lab, std::function<int()>& run);
void add_lab_systemd(CLI::App& lab, std::function<int()>& run);
void add_lab_kernel(CLI::App& lab, std::function<int()>& run);

/// The environment's BES2600_MODULES: a folder with virtual BES2600s, built. Empty where there is none.
std::string bes2600_modules();

}  // namespace wlanmedic::app
