// SPDX-License-Identifier: MIT
#include "simulation_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <thread>

#include "commands.h"
#include "evidence_summary.h"
#include "number_options.h"
#include "profiles.h"
#include "report/safe_text.h"

namespace wlanmedic::app {
namespace {

constexpr double limit_s = 5;

int wrong_usage(const wifi::Error& error) {
    say_error(error);
    return exit_usage;
}

bool say_skipped(const EvidenceSummary& evidence) {
    bool unread = false;
    for (const evidence::SkippedFile& file : evidence.skipped) {
        fmt::print(stderr, "wlanmedic: {}: {}\n", report::for_terminal(file.path),
                   report::for_terminal(file.because));
        unread = unread || file.named;
    }
    return unread;
}

}  // namespace

void add_simulation_options(CLI::App& verb, SimulationOptions& options, std::uint32_t most_draws) {
    options.plan.threads = std::clamp(std::thread::hardware_concurrency(), 1U, whatif::Plan::most_threads);
    verb.add_option("EVIDENCE", options.evidence, "Files or directories, as of explain");
    verb.add_option("--prior", options.prior,
                    "Add what was seen elsewhere to the evidence: " + whatif::prior_names())
        ->type_name("NAME");
    verb.add_flag("--independent", options.independent, "Losses do not bring on losses");
    verb.add_option("--nights", options.plan.nights, "Nights under each draw of the parameters")
        ->check(CLI::Range(2U, whatif::Plan::most_nights))
        ->capture_default_str();
    verb.add_option("--draws", options.plan.draws, "Draws of the parameters from what the evidence leaves open")
        ->check(CLI::Range(2U, most_draws))
        ->capture_default_str();
    verb.add_option("--hours", options.plan.hours, "Hours of a night")
        ->check(is_number)
        ->check(CLI::Range(0.01, whatif::Plan::longest_night_h))
        ->capture_default_str();
    verb.add_option("--seed", options.plan.seed, "The same seed gives the same figures, on any machine")
        ->capture_default_str();
    verb.add_option("--threads", options.plan.threads, "Threads; their number changes no figure")
        ->check(CLI::Range(1U, whatif::Plan::most_threads))
        ->capture_default_str();
    add_device_options(verb, options.device);
    verb.add_option("--policies", options.policy_directories,
                    "Directory with policies; they replace built-in ones of the same name")
        ->allow_extra_args(false);
    verb.add_option("--drivers", options.driver_directories,
                    "Directory with driver profiles; they replace built-in ones of the same name")
        ->allow_extra_args(false);
}

std::expected<Fit, int> fit_to_evidence(const SimulationOptions& options, const driver::Catalog& drivers,
                                        tune::Recorded* recorded) {
    const auto machine = machine_of(options.device, drivers);
    if (!machine) return std::unexpected(wrong_usage(machine.error()));
    EvidenceSummary evidence = summarize(options.evidence, drivers, limit_s, recorded);
    const bool unread = say_skipped(evidence);
    if (!options.prior.empty()) {
        const auto prior = whatif::named_prior(options.prior, limit_s);
        if (!prior)
            return std::unexpected(wrong_usage({.what = fmt::format("there is no prior '{}'", options.prior),
                                                .hint = fmt::format("one of {}", whatif::prior_names())}));
        evidence.summary.add(*prior);
    }
    auto posterior =
        whatif::Posterior::fit(evidence.summary, {.limit_s = limit_s, .independent = options.independent});
    if (!posterior) {
        say_error(posterior.error());
        return std::unexpected(exit_not_understood);
    }
    if (evidence.summary.hours() < 1) {
        evidence.warnings.push_back(
            fmt::format("the evidence covers only {:.3g} h: nights are made of what happened in minutes",
                        evidence.summary.hours()));
        fmt::print(stderr, "wlanmedic: {}\n", evidence.warnings.back());
    }
    return Fit{.posterior = *std::move(posterior),
               .report = {.files = std::move(evidence.files),
                          .prior = options.prior,
                          .driver = options.device.driver,
                          .independent = options.independent,
                          .plan = options.plan,
                          .summary = std::move(evidence.summary),
                          .warnings = std::move(evidence.warnings)},
               .machine = *machine,
               .forbidden = policy::forbidden_methods(*machine),
               .unread = unread};
}

}  // namespace wlanmedic::app
