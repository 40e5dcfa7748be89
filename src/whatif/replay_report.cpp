// SPDX-License-Identifier: MIT
#include "whatif/replay_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>

namespace wlanmedic::whatif {
namespace {

using Json = nlohmann::ordered_json;

// Of one policy, before they are counted.
constexpr std::size_t most_lines = 20;

std::string seconds_text(wifi::Duration span) { return fmt::format("{:.1f} s", wifi::to_seconds(span)); }

// Microseconds are what the sources have; more digits would pretend to know better.
Json seconds(const std::optional<wifi::Duration>& span) {
    return span ? Json(std::round(wifi::to_seconds(*span) * 1e6) / 1e6) : Json();
}

std::string actions_text(const Firing& firing) {
    std::string text;
    for (const driver::Method method : firing.actions)
        fmt::format_to(std::back_inserter(text), "{}{}", text.empty() ? "" : ", then ", driver::name_of(method));
    return text;
}

std::string line_of(const Firing& firing) {
    std::string text =
        fmt::format("  {} {}: {}", wifi::to_rfc3339(firing.at), firing.interface, actions_text(firing));
    auto out = std::back_inserter(text);
    if (firing.outage) {
        if (*firing.after_loss < wifi::Duration{0})
            fmt::format_to(out, "; {} before the loss of outage {}", seconds_text(-*firing.after_loss),
                           *firing.outage);
        else
            fmt::format_to(out, "; outage {}, {} after the loss", *firing.outage,
                           seconds_text(*firing.after_loss));
        if (firing.before_end)
            fmt::format_to(out, ", {} before the link came back by itself", seconds_text(*firing.before_end));
        else
            fmt::format_to(out, ", whose end the evidence does not have");
    }
    if (!firing.false_alarm.empty()) fmt::format_to(out, "; false alarm: {}", firing.false_alarm);
    return text + "\n";
}

// 3 digits of it, without an exponent where people still read one.
std::string rounded(double hours) {
    if (hours >= 1e6) return fmt::format("{:.2e}", hours);
    const int beyond = std::max(0, 2 - static_cast<int>(std::floor(std::log10(hours))));
    const double step = std::pow(10, std::max(0.0, std::floor(std::log10(hours)) - 2));
    return fmt::format("{:.{}f}", std::round(hours / step) * step, beyond);
}

// Of a count that one happening alone does not make; others are no matter of chance.
std::string chance_text(const policy::Policy& policy, const ReplayReport& report) {
    const bool counts =
        std::ranges::any_of(policy.triggers, [](const auto& trigger) { return trigger.count > 1; });
    const auto chance = firings_per_hour_at_most(policy, report.rates);
    if (!counts || !chance) return "";
    std::string text = fmt::format(
        "  were they independent of each other, at the rates of this evidence: {:.2g} firings in {:.4g} h at most",
        *chance * report.hours, report.hours);
    if (*chance > 0) fmt::format_to(std::back_inserter(text), ", one in {} h", rounded(1 / *chance));
    return text + "\n";
}

std::string table(const ReplayReport& report) {
    std::size_t widest = 6;
    for (const PolicyReplay& result : report.results) widest = std::max(widest, result.name.size());
    std::string text =
        fmt::format("{:<{}}  {:>7}  {:>11}  {:>6}  {:>14}  {}\n", "policy", widest, "firings", "false alarms",
                    "missed", "saves at most", "fires (after the loss, before the end)");
    for (const PolicyReplay& result : report.results) {
        const auto alarms =
            std::ranges::count_if(result.firings, [](const Firing& one) { return !one.false_alarm.empty(); });
        std::string first = "never";
        if (!result.firings.empty()) {
            const Firing& one = result.firings.front();
            first = wifi::to_rfc3339(one.at);
            if (one.after_loss)
                first += fmt::format(" ({}, {})", seconds_text(*one.after_loss),
                                     one.before_end ? seconds_text(*one.before_end) : "no end seen");
            if (result.firings.size() > 1) first += fmt::format(" and {} more", result.firings.size() - 1);
        }
        fmt::format_to(std::back_inserter(text), "{:<{}}  {:>7}  {:>12}  {:>6}  {:>14}  {}\n", result.name, widest,
                       result.firings.size(), alarms, result.missed.size(), seconds_text(result.saved_at_most),
                       first);
    }
    return text;
}

}  // namespace

std::string text_replay(const ReplayReport& report) {
    const auto failures = std::ranges::count_if(report.outages, &OutageSummary::failure);
    const auto blackholes = std::ranges::count_if(report.outages, &OutageSummary::blackhole);
    std::string text =
        fmt::format("Outages that nobody wished: {}; of them longer than {}: {}; hours watched: {:.2f}\n\n",
                    failures, seconds_text(report.blackhole_limit), blackholes, report.hours);
    text += table(report);
    auto out = std::back_inserter(text);
    for (std::size_t of = 0; of < report.results.size(); ++of) {
        const PolicyReplay& result = report.results[of];
        const std::string chance = chance_text(*report.policies[of], report);
        if (result.firings.empty() && result.missed.empty() && result.remarks.empty() && chance.empty()) continue;
        fmt::format_to(out, "\n{}\n", result.name);
        for (std::size_t i = 0; i < std::min(result.firings.size(), most_lines); ++i)
            text += line_of(result.firings[i]);
        if (result.firings.size() > most_lines)
            fmt::format_to(out, "  … and {} more (--format json has all)\n", result.firings.size() - most_lines);
        for (std::size_t i = 0; i < std::min(result.missed.size(), most_lines); ++i)
            fmt::format_to(out, "  missed outage {}: {}\n", result.missed[i].outage, result.missed[i].because);
        if (result.missed.size() > most_lines)
            fmt::format_to(out, "  … and {} more missed\n", result.missed.size() - most_lines);
        text += chance;
        for (const std::string& remark : result.remarks) fmt::format_to(out, "  {}\n", remark);
    }
    text +=
        "\nWhat replay cannot know: the world after an action. What really happened is played on as if nothing "
        "had been\n"
        "done, so what is saved is an upper bound, whether a reset heals is not in the evidence, and neither is "
        "what\n"
        "the reset itself would have cost. wlanmedic simulate asks that of a model.\n";
    for (const std::string& warning : report.warnings) fmt::format_to(out, "warning: {}\n", warning);
    return text;
}

std::string json_replay(const ReplayReport& report) {
    Json outages = Json::array();
    for (const OutageSummary& outage : report.outages)
        outages.push_back({{"id", outage.id},
                           {"interface", outage.interface},
                           {"class", outage::name_of(outage.outage_class)},
                           {"lost", wifi::to_rfc3339(outage.lost)},
                           {"end", outage.end ? Json(wifi::to_rfc3339(*outage.end)) : Json()},
                           {"failure", outage.failure},
                           {"blackhole", outage.blackhole}});
    Json policies = Json::array();
    for (std::size_t of = 0; of < report.results.size(); ++of) {
        const PolicyReplay& result = report.results[of];
        const auto chance = firings_per_hour_at_most(*report.policies[of], report.rates);
        Json firings = Json::array();
        for (const Firing& firing : result.firings) {
            Json actions = Json::array();
            for (const driver::Method method : firing.actions) actions.push_back(driver::name_of(method));
            firings.push_back(
                {{"at", wifi::to_rfc3339(firing.at)},
                 {"interface", firing.interface},
                 {"outage", firing.outage ? Json(*firing.outage) : Json()},
                 {"after_loss_s", seconds(firing.after_loss)},
                 {"before_end_s", seconds(firing.before_end)},
                 {"false_alarm", !firing.false_alarm.empty()},
                 {"false_alarm_because", firing.false_alarm.empty() ? Json() : Json(firing.false_alarm)},
                 {"actions", std::move(actions)},
                 {"saved_s_at_most", seconds(firing.saved_at_most)}});
        }
        Json missed = Json::array();
        Json because = Json::array();
        for (const Missed& one : result.missed) {
            missed.push_back(one.outage);
            because.push_back(one.because);
        }
        policies.push_back({{"name", result.name},
                            {"firings", std::move(firings)},
                            {"missed", std::move(missed)},
                            {"missed_because", std::move(because)},
                            {"saved_s_at_most", seconds(result.saved_at_most)},
                            {"firings_per_hour_at_most_if_independent", chance ? Json(*chance) : Json()},
                            {"remarks", result.remarks}});
    }
    const Json document = {
        {"schema", "wlanmedic.replay/1"},  {"blackhole_s", wifi::to_seconds(report.blackhole_limit)},
        {"hours", report.hours},           {"outages", std::move(outages)},
        {"policies", std::move(policies)}, {"warnings", report.warnings}};
    return document.dump(1, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace wlanmedic::whatif
