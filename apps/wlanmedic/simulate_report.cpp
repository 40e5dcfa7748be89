// SPDX-License-Identifier: MIT
#include "simulate_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "report/safe_text.h"

namespace wlanmedic::app {
namespace {

using Json = nlohmann::ordered_json;
using whatif::Estimate;
using whatif::Outcome;

struct Figure {
    const char* name;   // in JSON
    const char* title;  // on a terminal
    Estimate Outcome::* where;
};

constexpr std::array<Figure, 9> figures{{
    {"blackholes_per_day", "blackholes a day", &Outcome::blackholes_per_day},
    {"dead_s_per_day", "dead seconds a day", &Outcome::dead_s_per_day},
    {"escalation", "losses that escalate", &Outcome::escalation},
    {"worst_recovery_s", "longest of a night, s", &Outcome::worst_recovery_s},
    {"p95_recovery_s", "95 % are over in, s", &Outcome::p95_recovery_s},
    {"resets_per_day", "resets a day", &Outcome::resets_per_day},
    {"false_alarms_per_day", "false alarms a day", &Outcome::false_alarms_per_day},
    {"actions_per_day", "actions a day", &Outcome::actions_per_day},
    {"losses_per_day", "losses a day", &Outcome::losses_per_day},
}};

void add_table(std::string& text, const SimulateReport& report, const SimulateReport::UnderHypothesis& under) {
    constexpr std::size_t policies_abreast = 3;
    constexpr int title_width = 22;
    constexpr int cell_width = 34;
    for (std::size_t first = 0; first < report.policies.size(); first += policies_abreast) {
        const std::size_t last = std::min(first + policies_abreast, report.policies.size());
        std::string line = fmt::format("  {:{}}", "", title_width);
        for (std::size_t i = first; i < last; ++i)
            line += fmt::format("  {:{}}", report::for_terminal(report.policies[i]->name), cell_width);
        text += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
        for (const Figure& figure : figures) {
            line = fmt::format("  {:{}}", figure.title, title_width);
            for (std::size_t i = first; i < last; ++i)
                line += fmt::format("  {:{}}", estimate_text(under.outcomes[i].*figure.where), cell_width);
            text += line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
        }
        text += '\n';
    }
}

}  // namespace

std::string simulate_text(const SimulateReport& report) {
    const whatif::Plan& plan = report.fit.plan;
    std::string text = fit_text(report.fit);
    text += fmt::format(
        "Played {} nights of {} h under each of {} draws of the parameters, seed {}.\n"
        "Each figure is the mean, [between which 95 % of the draws lie], ± the error of playing no more.\n\n",
        plan.nights, short_number(plan.hours), plan.draws, plan.seed);
    for (const auto& under : report.results) {
        text += fmt::format("{}: {}\n\n", whatif::name_of(under.hypothesis), meaning_of(under.hypothesis));
        add_table(text, report, under);
        std::string remarks;
        for (std::size_t i = 0; i < under.outcomes.size(); ++i)
            if (under.outcomes[i].gave_up > 0)
                remarks += fmt::format("  {} gave up in {} of {} nights.\n",
                                       report::for_terminal(report.policies[i]->name), under.outcomes[i].gave_up,
                                       under.outcomes[i].nights);
        if (!under.outcomes.empty() && under.outcomes[0].cut_nights > 0)
            remarks +=
                fmt::format("  {} of {} nights have more than {} losses; those after it are left out.\n",
                            under.outcomes[0].cut_nights, under.outcomes[0].nights, whatif::Night::most_losses);
        if (!remarks.empty()) text += remarks + '\n';
    }
    text.pop_back();
    return text;
}

std::string simulate_json(const SimulateReport& report) {
    Json document;
    document["schema"] = "wlanmedic.simulate/1";
    add_fit(document, report.fit);
    document["results"] = Json::array();
    for (const auto& under : report.results) {
        Json policies = Json::array();
        for (std::size_t i = 0; i < under.outcomes.size(); ++i) {
            const Outcome& outcome = under.outcomes[i];
            Json of_policy;
            of_policy["name"] = report::valid_utf8(report.policies[i]->name);
            for (const Figure& figure : figures) of_policy[figure.name] = estimate_json(outcome.*figure.where);
            of_policy["nights"] = outcome.nights;
            of_policy["nights_given_up"] = outcome.gave_up;
            of_policy["nights_cut"] = outcome.cut_nights;
            policies.push_back(std::move(of_policy));
        }
        document["results"].push_back({{"hypothesis", whatif::name_of(under.hypothesis)},
                                       {"meaning", meaning_of(under.hypothesis)},
                                       {"policies", std::move(policies)}});
    }
    return report::without_markup(document.dump(2, ' ', true)) + '\n';
}

}  // namespace wlanmedic::app
