// SPDX-License-Identifier: MIT
// wlanmedic simulate: fit a model of the link to evidence, and play policies in it.
#include <fmt/format.h>

#include <cmath>
#include <memory>

#include "commands.h"
#include "output.h"
#include "policy/policies.h"
#include "profiles.h"
#include "remaining_time.h"
#include "simulate_report.h"
#include "simulation_options.h"
#include "status_line.h"

namespace wlanmedic::app {
namespace {

struct Options {
    SimulationOptions simulation;
    std::vector<std::string> policies;
    std::string hypothesis = "all";
    std::string format = "text";
};

// To be played, by all policies together: minutes on one core.
constexpr double most_losses = 1e9;

wifi::Error too_many_losses(double of_a_night, double all, const whatif::Plan& plan) {
    const double nights = plan.nights * most_losses / all;
    wifi::Error error;
    error.what = fmt::format(
        "the evidence makes some {:.0f} losses in a night of {:.3g} h: {:.0f} million losses were to be played, "
        "and the most is {:.0f} million",
        of_a_night, plan.hours, all / 1e6, most_losses / 1e6);
    error.hint = nights >= 2 ? fmt::format("--nights {:.0f}, or fewer --draws or policies, or shorter nights",
                                           std::floor(nights))
                             : "shorter nights (--hours), fewer --draws, --nights, policies or hypotheses";
    return error;
}

wifi::Result<std::vector<std::shared_ptr<const policy::Policy>>> policies_of(const Options& options) {
    std::vector<std::string> names = options.policies;
    if (names.empty()) names = {"none", std::string(policy::default_name)};
    const auto chosen = chosen_policies(names, options.simulation.policy_directories);
    if (!chosen) return std::unexpected(chosen.error());
    std::vector<std::shared_ptr<const policy::Policy>> policies;
    for (const policy::PolicyFile& file : *chosen) policies.push_back(file.policy);
    return policies;
}

int simulate(const Options& options) {
    const auto policies = policies_of(options);
    if (!policies) {
        say_error(policies.error());
        return exit_usage;
    }
    const auto drivers = known_profiles(options.simulation.driver_directories);
    if (!drivers) {
        say_error(drivers.error());
        return exit_usage;
    }
    auto fit = fit_to_evidence(options.simulation, *drivers);
    if (!fit) return fit.error();
    const std::size_t hypotheses = options.hypothesis == "all" ? whatif::hypothesis_names.size() : 1;
    const whatif::Plan& plan = fit->report.plan;
    const double of_a_night = whatif::losses_of_a_night(fit->posterior, plan);
    const double all = of_a_night * plan.draws * plan.nights * static_cast<double>(policies->size() * hypotheses);
    if (all > most_losses) {
        say_error(too_many_losses(of_a_night, all, plan));
        return exit_usage;
    }
    SimulateReport report{.fit = std::move(fit->report), .policies = *policies, .results = {}};
    {
        StatusLine line(true);
        for (const auto& [hypothesis, name] : whatif::hypothesis_names) {
            if (options.hypothesis != "all" && options.hypothesis != name) continue;
            report.fit.plan.hypothesis = hypothesis;
            const RemainingTime time;
            auto outcomes =
                whatif::simulate(fit->posterior, *policies, fit->forbidden, report.fit.plan, [&](double share) {
                    line.draw(time.text(fmt::format("simulating under {}", name), share));
                    return true;
                });
            report.results.push_back({.hypothesis = hypothesis, .outcomes = *std::move(outcomes)});
        }
        line.draw("");
    }
    const std::string text = options.format == "json" ? simulate_json(report) : simulate_text(report);
    return write_out(text, fit->unread ? exit_trouble : exit_done);
}

}  // namespace

void add_simulate(CLI::App& program, std::function<int()>& run) {
    const auto options = std::make_shared<Options>();
    CLI::App* verb = program.add_subcommand(
        "simulate",
        "Play recovery policies in a model of the link that is fitted to evidence: many nights, in seconds");
    add_simulation_options(*verb, options->simulation, whatif::Plan::most_draws);
    verb->add_option("--policy", options->policies,
                     "A policy by its name or its file; may be given several times (default: none and wlanmedic)")
        ->allow_extra_args(false)
        ->type_name("NAME|FILE");
    verb->add_option("--hypothesis", options->hypothesis,
                     "Why an escalated loss does not come back: H1, H2, H3, or all of them in turn")
        ->check(CLI::IsMember({"H1", "H2", "H3", "all"}))
        ->capture_default_str();
    verb->add_option("--format", options->format, "text, or json (schema wlanmedic.simulate/1)")
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
    verb->footer(
        "Examples:\n"
        "  wlanmedic simulate campaigns/bes2600-patch-b\n"
        "  wlanmedic simulate --policy none --policy b-1 --policy b-1-gated --hypothesis H3 run.pcapng\n"
        "  wlanmedic simulate --policy mine.toml --prior bes2600-seed        without any evidence of one's own\n"
        "  wlanmedic simulate --format json logs/ | jq '.results[].policies[] | {name, dead_s_per_day}'\n"
        "\n"
        "Exit status: 0 simulated, 1 something could not be read, 2 wrong usage, 3 too little evidence for a "
        "fit.");
    verb->callback([options, &run] { run = [options] { return simulate(*options); }; });
}

}  // namespace wlanmedic::app
