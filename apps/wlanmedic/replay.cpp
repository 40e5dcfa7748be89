// SPDX-License-Identifier: MIT
// wlanmedic replay: what policies would have done on nights that were recorded.
#include "whatif/replay.h"

#include <fmt/format.h>

#include <cstdio>
#include <map>
#include <memory>

#include "commands.h"
#include "device_options.h"
#include "evidence_walk.h"
#include "number_options.h"
#include "outage/detector.h"
#include "output.h"
#include "policy/advice.h"
#include "profiles.h"
#include "report/safe_text.h"
#include "whatif/replay_report.h"

namespace wlanmedic::app {
namespace {

struct Options {
    std::vector<std::string> policies;
    std::vector<std::string> paths;
    std::string format = "text";
    std::vector<std::string> policy_directories;
    std::vector<std::string> driver_directories;
    double blackhole_s = 5;
    std::optional<int> year;
    DeviceOptions device;
};

// What is only counted cannot be played: how many of it the events do not tell.
std::vector<std::string> uncounted(const std::vector<metrics::CountedRun>& runs,
                                   const std::vector<whatif::OutageSummary>& outages) {
    std::vector<std::string> warnings;
    std::map<std::string, std::uint64_t> told;
    for (const whatif::OutageSummary& outage : outages) ++told[std::string(outage::name_of(outage.outage_class))];
    for (const metrics::CountedRun& run : runs)
        for (const auto& [name, count] : run.counts) {
            const std::uint64_t known = told.contains(name) ? told.at(name) : 0;
            if (name != "connection_loss" || count.count <= known) continue;
            warnings.push_back(fmt::format(
                "{} of {} connection losses are known as a count alone, {} of them as blackholes: at those no "
                "policy can "
                "be seen to fire or not to fire",
                count.count - known, count.count,
                count.escalated && *count.escalated > known ? std::to_string(*count.escalated - known) : "none"));
        }
    return warnings;
}

int wrong_usage(const wifi::Error& error) {
    say_error(error);
    return exit_usage;
}

wifi::Result<std::vector<policy::PolicyFile>> policies_of(const Options& options) {
    if (!options.policies.empty()) return chosen_policies(options.policies, options.policy_directories);
    const auto known = known_policies(options.policy_directories);
    if (!known) return std::unexpected(known.error());
    return known->all();
}

int replay(const Options& options) {
    const auto drivers = known_profiles(options.driver_directories);
    if (!drivers) return wrong_usage(drivers.error());
    const auto policies = policies_of(options);
    if (!policies) return wrong_usage(policies.error());
    const auto machine = machine_of(options.device, *drivers);
    if (!machine) return wrong_usage(machine.error());
    EvidenceWalk evidence(options.paths, *drivers, options.year);
    if (evidence.is_empty()) return evidence.say_nothing_read();

    whatif::ReplayReport report{.blackhole_limit = std::chrono::duration_cast<wifi::Duration>(
                                    std::chrono::duration<double>(options.blackhole_s))};
    std::vector<whatif::Replay> replays;
    for (const policy::PolicyFile& file : *policies) {
        report.policies.push_back(file.policy);
        replays.emplace_back(file.policy, policy::forbidden_methods(*machine));
    }
    metrics::Accumulator accumulator(report.blackhole_limit, evidence.counted_runs());
    outage::Detector detector([&](outage::Outage&& outage) {
        accumulator.add(outage);
        report.outages.push_back(whatif::summary_of(outage, report.blackhole_limit));
    });
    metrics::leave_out_counted(detector, evidence.counted_runs());
    evidence.play({.begin = [&](std::optional<wifi::Instant> first) { detector.begin(first); },
                   .event =
                       [&](wifi::Event& event) {
                           detector.on(event);
                           for (whatif::Replay& one : replays) one.on(event);
                       },
                   .end =
                       [&](std::optional<wifi::Instant> last, const std::vector<evidence::EvidenceFile>&) {
                           detector.finish(last);
                           for (whatif::Replay& one : replays) one.finish(last);
                       }});
    for (const whatif::Replay& one : replays) report.results.push_back(one.result(report.outages));
    report.rates = whatif::rates_of(accumulator.metrics(
        detector.watches(), metrics::totals_of(detector.totals(), evidence.counted_runs()), std::nullopt));
    report.hours = metrics::hours_of(detector.watches(), evidence.counted_runs());
    for (const policy::PolicyFile& file : *policies)
        for (const config::Finding& finding : policy::advice(*file.policy, *machine))
            report.warnings.push_back(fmt::format("{}: {}", file.policy->name, finding.what));
    for (std::string& warning : uncounted(evidence.counted_runs(), report.outages))
        report.warnings.push_back(std::move(warning));

    return write_out(options.format == "json" ? json_replay(report) : text_replay(report), evidence.say_skipped());
}

}  // namespace

void add_replay(CLI::App& program, std::function<int()>& run) {
    const auto options = std::make_shared<Options>();
    CLI::App* verb = program.add_subcommand(
        "replay", "Say what recovery policies would have done on a night that was recorded, side by side");
    verb->add_option("EVIDENCE", options->paths, "Files, directories, or - for standard input")->required();
    verb->add_option("-p,--policy", options->policies,
                     "Name or file of a policy, may be given several times; all ready ones where none is given")
        ->allow_extra_args(false);
    verb->add_option("--format", options->format, "text, or json (schema wlanmedic.replay/1)")
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
    add_blackhole_option(*verb, options->blackhole_s);
    add_device_options(*verb, options->device);
    verb->add_option("--year", options->year,
                     "Year of the first line, where lines have none (RFC 3164, journalctl -o short)")
        ->check(CLI::Range(1970, 2199));
    verb->add_option("--policies", options->policy_directories,
                     "Directory with policies; they replace built-in ones of the same name")
        ->allow_extra_args(false);
    verb->add_option("--drivers", options->driver_directories,
                     "Directory with driver profiles; they replace built-in ones of the same name")
        ->allow_extra_args(false);
    verb->footer(
        "Examples:\n"
        "  wlanmedic replay --policy b-1 --policy b-1-gated campaigns/bes2600-patch-b\n"
        "  wlanmedic replay night.pcapng\n"
        "  wlanmedic replay --policy mine.toml --driver bes2600 iw-event.txt dmesg.txt\n"
        "  wlanmedic replay --format json night.pcapng | jq '.policies[] | {name, fired: (.firings | length)}'\n"
        "\n"
        "Exit status: 0 replayed, 1 something could not be read, 2 wrong usage, 3 nothing was evidence.");
    verb->callback([options, &run] { run = [options] { return replay(*options); }; });
}

}  // namespace wlanmedic::app
