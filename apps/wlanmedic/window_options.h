// SPDX-License-Identifier: MIT
// --since, --until and --interface: which part of the evidence is asked about.
#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

#include "evidence/folder.h"
#include "evidence/window.h"
#include "metrics/metrics.h"
#include "report/explanation.h"

namespace wlanmedic::app {

struct WindowOptions {
    std::string since;
    std::string until;
    std::string interface;
};

void add_window_options(CLI::App& verb, WindowOptions& options);

/// Relative times count from `now`. Errors: no time, a window that ends before it begins, no name of an interface.
wifi::Result<evidence::Window> window_of(const WindowOptions& options, wifi::Instant now);

/// What stays within the window of what others counted; a run that reaches out of it cannot be cut, and is taken
/// out with a warning. All stay where no times were asked for.
void keep_counted_within(const evidence::WindowFilter& filter, std::vector<metrics::CountedRun>& runs,
                         report::Explanation& explanation);

/// Begin and end of the files, cut to the window; of a file that does not reach into it neither.
std::vector<evidence::EvidenceFile> cut_to(const evidence::WindowFilter& filter,
                                           std::vector<evidence::EvidenceFile> files);

/// Adds to the warnings what the window left out without being able to place it. What to say where the window
/// leaves nothing of the evidence; empty where something remains.
std::string judge_window(const evidence::WindowFilter& filter, report::Explanation& explanation);

}  // namespace wlanmedic::app
