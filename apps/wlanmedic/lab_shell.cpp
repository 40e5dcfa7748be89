// SPDX-License-Identifier: MIT
// wlanmedic lab shell: a shell in the guest, for a look around.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <memory>

#include "commands.h"
#include "lab/host/shell.h"
#include "lab_commands.h"
#include "lab_options.h"

namespace wlanmedic::app {
namespace {

int run_shell(LabOptions& options) {
    options.realtime = true;
    if (const auto problem = options.read()) return say_usage(*problem);
    if (::isatty(STDIN_FILENO) != 1) return say_usage("lab shell wants a terminal");
    fmt::print(stderr, "wlanmedic: the guest boots; \"poweroff -f\" or Ctrl-A x ends it\n");
    const auto status = lab::play_shell(options.run);
    return status ? *status : say_failure({.error = status.error()});
}

}  // namespace

void add_lab_shell(CLI::App& lab, std::function<int()>& run) {
    CLI::App* const verb = lab.add_subcommand("shell", "A shell in the guest, in real time; nothing is kept");
    const auto options = std::make_shared<LabOptions>();
    options->run.scenario = "clean";
    verb->add_option("scenario", options->run.scenario,
                     "Name or file of the scenario whose access points and station are there (default: clean)")
        ->type_name("SCENARIO");
    verb->add_option("--seed", options->run.seed, "As of lab run (default 1)");
    options->add_to(*verb);
    verb->footer("Examples:\n  wlanmedic lab shell\n  wlanmedic lab shell wedge-link --smp 2");
    verb->callback([&run, options] { run = [options] { return run_shell(*options); }; });
}

}  // namespace wlanmedic::app
