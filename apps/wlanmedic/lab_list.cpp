// SPDX-License-Identifier: MIT
// wlanmedic lab list: the scenarios that are built in.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "commands.h"
#include "lab/scenario/embedded.h"
#include "lab/scenario/reader.h"
#include "lab_commands.h"
#include "lab_options.h"
#include "lab_progress.h"

namespace wlanmedic::app {
namespace {

int list() {
    int status = exit_done;
    for (const config::EmbeddedFile& embedded : lab::embedded_scenarios()) {
        const auto scenario = lab::read_scenario(embedded.text, std::string(embedded.file));
        if (scenario)
            fmt::print("{:<32} {:>10}  {}\n", scenario->name, clock_text(wifi::to_seconds(scenario->duration)),
                       scenario->title);
        else
            status = say_failure({.error = scenario.error()});
    }
    return status;
}

}  // namespace

void add_lab_list(CLI::App& lab, std::function<int()>& run) {
    CLI::App* const verb =
        lab.add_subcommand("list", "The scenarios that are built in: name, guest time at most, title");
    verb->footer("Example:\n  wlanmedic lab list");
    verb->callback([&run] { run = list; });
}

}  // namespace wlanmedic::app
