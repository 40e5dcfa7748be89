// SPDX-License-Identifier: MIT
// wlanmedic lab run: plays a scenario, and says what truly happened and what explain makes of it.
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <memory>

#include "commands.h"
#include "lab/host/interrupt.h"
#include "lab/host/judged.h"
#include "lab/host/run.h"
#include "lab_commands.h"
#include "lab_options.h"
#include "lab_progress.h"
#include "report/safe_text.h"

namespace wlanmedic::app {
namespace {

struct Options {
    LabOptions lab;
    std::string out;
    bool quiet = false;
};

// What truly happened, and what explain makes of it.
void say_outage(const lab::Compared& outage, double zero_s) {
    const auto since = [&](wifi::Instant at) {
        return fmt::format("{:.3f} s", wifi::to_seconds(at.time_since_epoch()) - zero_s);
    };
    std::string line = "never";
    if (outage.truth)
        line = fmt::format("{} to {}", since(outage.truth->from),
                           outage.truth->to ? since(*outage.truth->to) : "the end");
    if (outage.truth && !outage.truth->because.empty()) line += fmt::format(", {}", outage.truth->because);
    line += outage.explained ? fmt::format(": explained as {}", outage.told_class) : ": not explained";
    if (!outage.because.empty()) line += fmt::format("; {}", outage.because);
    fmt::print("  {}\n", report::for_terminal(line));
}

void say(const lab::Played& played, const lab::Judgement& judgement) {
    fmt::print("{}: {} in the guest, {} here; all of it is in {}\n", played.scenario.name,
               clock_text(played.guest_s), clock_text(played.wall_s),
               report::for_terminal(played.folder.string()));
    const std::size_t outages = judgement.true_outages();
    fmt::print("{} true {}{}\n", outages, outages == 1 ? "outage" : "outages",
               judgement.outages.empty() ? "" : ", in seconds of the guest's clock:");
    const double zero = wifi::to_seconds(played.scenario.clock.time_since_epoch());
    for (const lab::Compared& outage : judgement.outages) say_outage(outage, zero);
}

int run_lab(Options& options) {
    if (const auto problem = options.lab.read()) return say_usage(*problem);
    options.lab.run.out = options.out;
    const lab::InterruptWatch watch;
    LabProgress progress(options.quiet);
    const auto played = lab::play_run(
        options.lab.run,
        [&](const lab::Scenario& scenario, const lab::Stage& stage) { progress.show(scenario, stage); });
    progress.clear();
    if (!played) return say_failure(played.error());
    const auto judgement = lab::judge_folder(own_program(), played->folder, played->scenario);
    if (!judgement) return say_failure({.error = judgement.error(), .signal = lab::interrupted()});
    if (!options.quiet) say(*played, *judgement);
    const bool held = played->unmet.empty() && judgement->is_right();
    if (!options.quiet || !held) fmt::print("explain: {}\n", report::for_terminal(lab::to_text(*judgement)));
    for (const std::string& unmet : played->unmet)
        fmt::print("expectation failed: {}\n", report::for_terminal(unmet));
    return held ? exit_done : exit_differs;
}

}  // namespace

void add_lab_run(CLI::App& lab, std::function<int()>& run) {
    CLI::App* const verb = lab.add_subcommand("run", "Play a scenario with the real Wi-Fi stack, in a guest");
    const auto options = std::make_shared<Options>();
    verb->add_option("scenario", options->lab.run.scenario,
                     "Name of a scenario (wlanmedic lab list), or a TOML file")
        ->required()
        ->type_name("SCENARIO");
    verb->add_option("--out", options->out, "Folder for the evidence and the truth (default: ./lab-SCENARIO-SEED)")
        ->type_name("DIR");
    verb->add_option("--seed", options->lab.run.seed, "Of everything that is left to chance (default 1)");
    verb->add_flag("--force", options->lab.run.force, "Replace the folder of an earlier run");
    verb->add_flag("--keep", options->lab.run.keep, "Leave DIR.part where the run fails");
    verb->add_flag("-q,--quiet", options->quiet, "Say only what is wrong");
    options->lab.add_to(*verb);
    verb->footer(
        "Exit status: 0 played, and explain agrees with the truth; 4 played, but an expectation of the scenario\n"
        "failed or explain differs; 1 it could not be played; 2 wrong usage; 128 and more: ended by a signal.\n"
        "\n"
        "Examples:\n"
        "  wlanmedic lab run full-chain                      the chain of connection loss, comeback, recovery\n"
        "  wlanmedic lab run connection-loss --seed 7 --out loss\n"
        "  wlanmedic lab run my.toml --set duration='90 s'   a scenario of your own, for longer\n"
        "  wlanmedic lab run wedge-link --realtime --smp 2   with two CPUs that race");
    verb->callback([&run, options] { run = [options] { return run_lab(*options); }; });
}

}  // namespace wlanmedic::app
