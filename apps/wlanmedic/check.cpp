// SPDX-License-Identifier: MIT
// wlanmedic check: traps on this machine.
#include "machine/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "check_hazards.h"
#include "check_text.h"
#include "commands.h"
#include "profiles.h"

namespace wlanmedic::app {
namespace {

struct Options {
    std::string format = "text";
    std::string from;
    bool all = false;
};

/// Exit status of `check` where it found something.
constexpr int exit_traps = 4;

int check(const Options& options) {
    const auto drivers = known_profiles({});
    if (!drivers) {
        say_error(drivers.error());
        return exit_trouble;
    }
    std::unique_ptr<machine::Probe> probe = std::make_unique<machine::ThisMachine>();
    if (!options.from.empty()) probe = std::make_unique<machine::ToldMachine>(options.from);
    const std::vector<machine::Check> checks = machine::check_machine(*probe, hazards_in(*drivers));
    if (options.format == "json") {
        fmt::print("{}", json_of(checks));
    } else {
        fmt::print("{}", text_of(checks, options.all));
    }
    const bool traps = std::ranges::any_of(
        checks, [](const machine::Check& one) { return one.verdict == machine::Verdict::trap; });
    return traps ? exit_traps : exit_done;
}

}  // namespace

void add_check(CLI::App& program, std::function<int()>& run) {
    const auto options = std::make_shared<Options>();
    CLI::App* verb = program.add_subcommand(
        "check", "Look for settings of this machine that make a link die or keep it from coming back");
    verb->add_option("--format", options->format, "text, or json (wlanmedic.check/1)")
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
    verb->add_flag("-a,--all", options->all, "text: what is well, too");
    verb->add_option("--from", options->from, "A directory that stands for the machine (docs/check.md)")
        ->check(CLI::ExistingDirectory);
    verb->footer(
        "Changes nothing, and needs no root; root sees more.\n"
        "Examples:\n"
        "  wlanmedic check\n"
        "  wlanmedic check --format json | jq '.checks[] | select(.verdict == \"trap\")'\n"
        "\n"
        "Exit status: 0 no trap, 1 trouble, 2 wrong usage, 4 traps found.");
    verb->callback([options, &run] { run = [options] { return check(*options); }; });
}

}  // namespace wlanmedic::app
