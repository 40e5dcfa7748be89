// SPDX-License-Identifier: MIT
// wlanmedic tune: sweep the numbers of a policy, and choose.
#include <memory>

#include "commands.h"
#include "mpi_world.h"
#include "number_options.h"
#include "tune_options.h"

namespace wlanmedic::app {
namespace {

void add_axis(CLI::App& verb, const std::string& name, std::vector<std::string>& values, const std::string& help,
              std::string_view otherwise) {
    verb.add_option(
            name, values,
            help + "; with commas between them, or given several times (default: " + std::string(otherwise) + ")")
        ->allow_extra_args(false);
}

}  // namespace

void add_tune(CLI::App& program, std::function<int()>& run) {
    const auto options = std::make_shared<TuneOptions>();
    options->simulation.plan.draws = 100;
    options->simulation.plan.nights = 10;
    CLI::App* verb = program.add_subcommand(
        "tune",
        "Sweep the numbers of a policy by replay and simulation: dead seconds against resets, and a choice");
    add_simulation_options(*verb, options->simulation, TuneOptions::most_draws);
    verb->add_option("--policy", options->policy,
                     "The policy whose numbers are swept, by its name or its file (default: b-1-gated without its "
                     "gate)")
        ->type_name("NAME|FILE");
    add_axis(*verb, "--count", options->axes.counts, "So many of what its triggers count, 1 to 64",
             tune::default_counts);
    add_axis(*verb, "--window", options->axes.windows, "Within so long, 1 ms to 7 days", tune::default_windows);
    add_axis(*verb, "--gate", options->axes.gates, "What must hold besides: " + tune::gate_names(),
             tune::default_gates);
    add_axis(*verb, "--cool-down", options->axes.cool_downs, "Time between two ladders, 0 to 7 days",
             tune::default_cool_downs);
    add_axis(*verb, "--ladder", options->axes.ladders, "What is done, in this order: rungs with + between them",
             tune::default_ladders);
    verb->add_option("--hypothesis", options->hypothesis, "Why an escalated loss does not come back: H1, H2, H3")
        ->check(CLI::IsMember({"H1", "H2", "H3"}))
        ->capture_default_str();
    verb->add_option("--most-resets", options->most_resets, "Never choose one with more resets a day")
        ->check(is_number)
        ->check(CLI::Range(0.0, 1e6));
    verb->add_option("--choose", options->choose, "Choose that number of the front instead of what the rule says")
        ->check(CLI::Range(std::size_t{1}, std::size_t{1000}));
    verb->add_option("--write", options->write, "Write the chosen policy there, its reasons as comments")
        ->type_name("FILE");
    verb->add_option("--state", options->state, "Keep there what is done; the same command goes on from it")
        ->type_name("FILE");
    verb->add_option("--shard", options->shard, "Sweep only part I of N, into --state; --merge puts them together")
        ->type_name("I/N");
    verb->add_option(
            "--merge", options->merge,
            "Take a part's state instead of sweeping; once for each part, with the same evidence and options")
        ->allow_extra_args(false)
        ->type_name("FILE");
    verb->add_option("--format", options->format, "text, or json (schema wlanmedic.tune/1)")
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
    verb->footer(
        std::string("Examples:\n"
                    "  wlanmedic tune campaigns/bes2600-patch-b\n"
                    "  wlanmedic tune --count 1,2,3 --window 10s,60s --gate none,comeback_timeout "
                    "--write mine.toml night.pcapng\n"
                    "  wlanmedic tune --state sweep.jsonl --draws 400 logs/      Ctrl-C, and again: it goes "
                    "on\n"
                    "  wlanmedic tune --shard 1/2 --state one.jsonl logs/        and 2/2 elsewhere, then:\n"
                    "  wlanmedic tune --merge one.jsonl --merge two.jsonl logs/\n"
                    "  mpirun -np 8 wlanmedic tune logs/                         ") +
        (has_mpi() ? "(Open MPI is there)\n" : "(this program was built without Open MPI)\n") +
        "\n"
        "Exit status: 0 tuned, 1 something could not be read or written, 2 wrong usage, 3 too little evidence "
        "for a fit;\n"
        "128 and more: ended by a signal.");
    verb->callback([options, verb, &run] {
        options->threads_given = verb->count("--threads") > 0;
        run = [options] { return run_tune(*options); };
    });
}

}  // namespace wlanmedic::app
