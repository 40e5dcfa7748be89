// SPDX-License-Identifier: MIT
#include "fit_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "report/safe_text.h"

namespace wlanmedic::app {
namespace {

using Json = nlohmann::ordered_json;
using whatif::Estimate;

struct Assumption {
    const char* about;
    bool seen;
};

double decided_of(const whatif::Summary& summary) {
    double decided = 0;
    for (const whatif::ClassCount& count : summary.classes) decided += count.decided;
    return decided;
}

double escalated_of(const whatif::Summary& summary) {
    double escalated = 0;
    for (const whatif::ClassCount& count : summary.classes) escalated += count.escalated;
    return escalated;
}

}  // namespace

std::vector<std::string> resting_on_priors(const whatif::Summary& summary, bool independent) {
    double attempts = 0;
    for (const double count : summary.attempts) attempts += count;
    const bool timed = std::ranges::any_of(
        summary.stretches, [](const whatif::Stretch& stretch) { return stretch.at_hours.size() > 1; });
    std::vector<std::string> all;
    const std::array<Assumption, 6> assumptions{{
        {"whether losses bring on losses, for it has no times of them (a third of them do in the mean, anything "
         "from none to nearly all)",
         timed || independent},
        {"how long ordinary outages last (about 1 s)", summary.ordinary.n > 0},
        {"how often an ordinary outage shows failed attempts (anything from never to always)",
         summary.ordinary_told > 0},
        {"how long escalated outages last (about a minute)", summary.beyond_limit.n > 0},
        {"how often the access point itself is away (anything from never to always)", summary.escalated_told > 0},
        {"how attempts fail in an escalated outage (any way as likely as any other)", attempts > 0},
    }};
    for (const Assumption& assumption : assumptions)
        if (!assumption.seen) all.emplace_back(assumption.about);
    return all;
}

std::string short_number(double value) {
    if (std::abs(value) >= 1000) return fmt::format("{:.0f}", value);
    return fmt::format("{:.3g}", value);
}

std::string error_text(double error) {
    return error >= 1 ? fmt::format("{:.0f}", error) : fmt::format("{:.1g}", error);
}

std::string estimate_text(const Estimate& estimate) {
    return fmt::format("{} [{}, {}] ±{}", short_number(estimate.value), short_number(estimate.low),
                       short_number(estimate.high), error_text(estimate.error));
}

nlohmann::ordered_json estimate_json(const Estimate& estimate) {
    return {{"value", estimate.value},
            {"interval95", {estimate.low, estimate.high}},
            {"monte_carlo_error", estimate.error}};
}

const char* meaning_of(whatif::Hypothesis hypothesis) {
    switch (hypothesis) {
        case whatif::Hypothesis::comeback:
            return "the access point asks to wait, and this side does not: no treatment heals it";
        case whatif::Hypothesis::stale:
            return "the driver keeps stale state: link_down_up and what is deeper heals it";
        case whatif::Hypothesis::wedged:
            return "the chip's receive path is stuck: function_reset and what is deeper heals it";
    }
    return "";
}

std::string fit_text(const FitReport& report) {
    const whatif::Summary& summary = report.summary;
    std::string text = fmt::format("Fitted to {} losses in {} h with the link up; {} of {} escalated.\n",
                                   short_number(summary.losses()), short_number(summary.hours()),
                                   short_number(escalated_of(summary)), short_number(decided_of(summary)));
    if (!report.prior.empty()) text += fmt::format("The prior {} is among them.\n", report.prior);
    if (!report.driver.empty())
        text +=
            fmt::format("Rungs that the hazards of {} forbid are skipped.\n", report::for_terminal(report.driver));
    if (report.independent) text += "Losses are taken to be independent, as was asked for.\n";
    for (const std::string& about : resting_on_priors(summary, report.independent))
        text += fmt::format("The evidence does not tell {}.\n", about);
    for (const std::string& warning : report.warnings) text += report::for_terminal(warning) + '\n';
    return text;
}

void add_fit(Json& document, const FitReport& report) {
    const whatif::Summary& summary = report.summary;
    document["evidence"] = Json::array();
    for (const std::string& file : report.files) document["evidence"].push_back(report::valid_utf8(file));
    document["prior"] = report.prior.empty() ? Json() : Json(report.prior);
    document["driver"] = report.driver.empty() ? Json() : Json(report::valid_utf8(report.driver));
    document["independent"] = report.independent;
    document["seed"] = report.plan.seed;
    document["draws"] = report.plan.draws;
    document["nights"] = report.plan.nights;
    document["hours"] = report.plan.hours;
    document["fitted_to"] = {{"losses", summary.losses()},
                             {"hours", summary.hours()},
                             {"decided", decided_of(summary)},
                             {"escalated", escalated_of(summary)}};
    document["not_told"] = resting_on_priors(summary, report.independent);
    document["warnings"] = Json::array();
    for (const std::string& warning : report.warnings) document["warnings"].push_back(report::valid_utf8(warning));
}

}  // namespace wlanmedic::app
