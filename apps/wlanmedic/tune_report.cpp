// SPDX-License-Identifier: MIT
#include "tune_report.h"

#include <fmt/format.h>

#include <cmath>

#include "report/safe_text.h"
#include "wifi/span.h"

namespace wlanmedic::app {
namespace {

const tune::Finalist& member(const TuneReport& report, std::size_t i) {
    return report.finalists[report.front.members[i]];
}

std::string what_of(const TuneReport& report, const tune::Finalist& finalist) {
    return finalist.candidate ? report.space->text(*finalist.candidate) : "none: nothing is done";
}

std::string difference_text(const tune::Difference& saved) {
    return fmt::format("{} ±{}", short_number(saved.value), error_text(saved.error));
}

std::string replay_text(const TuneReport& report, const tune::ReplayFigures& figures) {
    if (report.replayed.events == 0) return "not replayed";
    return fmt::format("fired {}, {} of them false; missed {} of {} blackholes; saved at most {} s",
                       figures.firings, figures.false_alarms, figures.missed, report.replayed.blackholes,
                       short_number(figures.saved_s_at_most));
}

std::string left_out_text(const tune::Space& space) {
    std::string text;
    for (const std::string& because : space.left_out().because) text += fmt::format("Left out: {}.\n", because);
    for (const std::string& repeated : space.axes().repeated)
        text += fmt::format("{} was given twice, and is swept once.\n", report::for_terminal(repeated));
    return text;
}

std::string front_text(const TuneReport& report) {
    std::string text = fmt::format(
        "The front: each has fewer dead seconds than the one before it, by more than chance, for more resets.\n"
        "Figures a day, of {} other nights than the sweep's: mean [what the evidence leaves open] ± error of "
        "playing no "
        "more.\n",
        static_cast<std::uint64_t>(report.fit.plan.draws) * tune::final_draws * report.fit.plan.nights);
    for (std::size_t i = 0; i < report.front.members.size(); ++i) {
        const tune::Finalist& one = member(report, i);
        text += fmt::format("\n{:>2}{} {}\n", i + 1, i == report.chosen ? "*" : " ",
                            report::for_terminal(what_of(report, one)));
        text += fmt::format("    dead seconds {}", estimate_text(one.outcome.dead_s_per_day));
        if (!one.candidate) {
            text += '\n';
            continue;
        }
        text += fmt::format(", {} fewer; resets {}; false alarms {}\n", difference_text(report.saved[i]),
                            estimate_text(one.outcome.resets_per_day),
                            estimate_text(one.outcome.false_alarms_per_day));
        text += fmt::format("    on the evidence: {}; not told apart from it in the sweep: {}\n",
                            replay_text(report, one.replay), report.as_good[i]);
    }
    if (report.front.not_told_apart > 0)
        text += fmt::format("\n{} more with more resets are not told apart from one above in dead seconds.\n",
                            report.front.not_told_apart);
    if (report.front.over_limit > 0)
        text += fmt::format("\n{} more have more than {} resets a day on these nights.\n", report.front.over_limit,
                            short_number(*report.most_resets));
    return text;
}

std::string under_text(const TuneReport::Under& under) {
    const std::string told = under.saved.is_above_zero() ? "it saves"
                             : tune::Difference{-under.saved.value, under.saved.error}.is_above_zero()
                                 ? "it costs"
                                 : "not told apart from none";
    const double value = std::abs(under.saved.value);
    return fmt::format("Under {} ({}): {}{}; {} resets a day.", whatif::name_of(under.hypothesis),
                       meaning_of(under.hypothesis), told,
                       told.starts_with("it")
                           ? fmt::format(" {} ±{} dead seconds a day of none's {}", short_number(value),
                                         error_text(under.saved.error), short_number(under.none_dead_s.value))
                           : std::string(),
                       short_number(under.chosen_resets.value));
}

}  // namespace

std::string choice_text(const TuneReport& report) {
    const std::string number = fmt::format("{}", report.chosen + 1);
    if (report.chosen_by_hand) return fmt::format("number {} was asked for", number);
    if (report.front.members.size() == 1)
        return "nothing beats none: no candidate saves dead seconds by more than chance";
    return fmt::format(
        "number {} has the fewest resets of those that save at least {:.0f} % of what the last saves", number,
        tune::worth * 100);
}

std::vector<std::string> not_known(const TuneReport& report) {
    std::vector<std::string> all{
        fmt::format("which hypothesis holds: the sweep supposes {}, {}",
                    whatif::name_of(report.fit.plan.hypothesis), meaning_of(report.fit.plan.hypothesis)),
        "how long a treatment takes on this device: the lab's figures are used (docs/simulate.md)",
        "whether a treatment fails, hangs, or brings on losses of its own: in the model none does"};
    for (const std::string& about : resting_on_priors(report.fit.summary, report.fit.independent))
        all.push_back(fmt::format("{}: a weak prior alone", about));
    return all;
}

std::string tune_text(const TuneReport& report, Shading shading) {
    const tune::Space& space = *report.space;
    const whatif::Plan& plan = report.fit.plan;
    std::string text = fit_text(report.fit);
    text += fmt::format(
        "Swept {} candidates ({}, with other numbers) through {} nights of {} h each under {}, seed {}.\n",
        space.size(), report::for_terminal(space.base().name),
        static_cast<std::uint64_t>(plan.draws) * plan.nights, short_number(plan.hours),
        whatif::name_of(plan.hypothesis), plan.seed);
    text += left_out_text(space);
    if (const auto& replayed = report.replayed; replayed.events > 0)
        text += fmt::format(
            "Replayed on the evidence ({} outage{}, {} of them over 5 s), {} fire, {} of them falsely, and {} do "
            "nothing in an outage over 5 s.\n",
            replayed.outages, replayed.outages == 1 ? "" : "s", replayed.blackholes, replayed.firing,
            replayed.falsely, replayed.missing);
    text += "\nDead seconds a day, the least over gates, cool-downs and ladders:\n\n" + heat_map(report, shading);
    text += '\n' + front_text(report);
    text += fmt::format("\nChosen: {}.\n", choice_text(report));
    for (const TuneReport::Under& under : report.under) text += under_text(under) + '\n';
    for (const std::string& warning : report.policy_warnings)
        text += fmt::format("Of the chosen one: {}.\n", report::for_terminal(warning));
    text += "Not known:\n";
    for (const std::string& about : not_known(report)) text += fmt::format("  {}\n", about);
    return text;
}

std::vector<std::string> reasons(const TuneReport& report, const std::string& command) {
    const tune::Finalist& chosen = member(report, report.chosen);
    const whatif::Plan& plan = report.fit.plan;
    std::vector<std::string> all{
        fmt::format("Made by: {}", report::valid_utf8(command)),
        fmt::format("Chosen of {} candidates: {}.", report.space->size(), choice_text(report))};
    std::string files;
    for (const std::string& file : report.fit.files)
        files += (files.empty() ? "" : ", ") + report::valid_utf8(file);
    all.push_back(fmt::format("Evidence: {}{}{}.", files.empty() ? "none" : files,
                              report.fit.prior.empty() ? "" : " and the prior ", report.fit.prior));
    all.push_back(fmt::format("Fitted to {} losses in {} h.", short_number(report.fit.summary.losses()),
                              short_number(report.fit.summary.hours())));
    all.push_back(
        fmt::format("Figures a day, of {} simulated nights of {} h under {}, seed {}; mean [95 % of what the "
                    "evidence leaves open] ± error of playing no more:",
                    chosen.outcome.nights, short_number(plan.hours), whatif::name_of(plan.hypothesis), plan.seed));
    all.push_back(fmt::format("  dead seconds {}; with none {}", estimate_text(chosen.outcome.dead_s_per_day),
                              estimate_text(report.finalists.front().outcome.dead_s_per_day)));
    if (chosen.candidate) {
        all.push_back(fmt::format("  saved dead seconds {}", difference_text(report.saved[report.chosen])));
        all.push_back(fmt::format("  resets {}", estimate_text(chosen.outcome.resets_per_day)));
        all.push_back(fmt::format("  false alarms {}", estimate_text(chosen.outcome.false_alarms_per_day)));
    }
    for (const TuneReport::Under& under : report.under) all.push_back(under_text(under));
    all.push_back(fmt::format("Replayed on the evidence: {}.", replay_text(report, chosen.replay)));
    for (const std::string& warning : report.policy_warnings)
        all.push_back(fmt::format("Odd about it: {}.", report::valid_utf8(warning)));
    all.emplace_back("Not known:");
    for (const std::string& about : not_known(report)) all.push_back(fmt::format("  {}", about));
    return all;
}

}  // namespace wlanmedic::app
