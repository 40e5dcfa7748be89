// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>

#include "policy/policy_writer.h"
#include "report/safe_text.h"
#include "tune_report.h"

namespace wlanmedic::app {
namespace {

using Json = nlohmann::ordered_json;

Json axes_json(const tune::Axes& axes) {
    Json json;
    json["count"] = axes.counts;
    for (const wifi::Duration window : axes.windows) json["window_s"].push_back(wifi::to_seconds(window));
    for (const tune::NamedGate& gate : axes.gates) json["gate"].push_back(report::valid_utf8(gate.name));
    for (const wifi::Duration cool_down : axes.cool_downs)
        json["cool_down_s"].push_back(wifi::to_seconds(cool_down));
    for (const tune::NamedLadder& ladder : axes.ladders) json["ladder"].push_back(ladder.name);
    return json;
}

Json candidates_json(const tune::Space& space) {
    const tune::Space::LeftOut& left_out = space.left_out();
    return {
        {"crossed", space.crossed()},         {"forbidden", left_out.forbidden}, {"same", left_out.same},
        {"never_fire", left_out.never_fires}, {"swept", space.size()},           {"left_out", left_out.because},
        {"repeated", space.axes().repeated}};
}

Json setting_json(const tune::Space& space, std::optional<std::size_t> candidate) {
    if (!candidate) return nullptr;
    const tune::Axes& axes = space.axes();
    const tune::Setting at = space.setting(*candidate);
    return {{"count", axes.counts[at.count]},
            {"window_s", wifi::to_seconds(axes.windows[at.window])},
            {"gate", report::valid_utf8(axes.gates[at.gate].name)},
            {"cool_down_s", wifi::to_seconds(axes.cool_downs[at.cool_down])},
            {"ladder", axes.ladders[at.ladder].name}};
}

Json difference_json(const tune::Difference& difference) {
    return {{"value", difference.value}, {"monte_carlo_error", difference.error}};
}

Json heat_json(const TuneReport& report) {
    const tune::Axes& axes = report.space->axes();
    Json all = Json::array();
    for (std::size_t i = 0; i < report.heat.size(); ++i) {
        const auto& heat = report.heat[i];
        all.push_back({{"count", axes.counts[i / axes.windows.size()]},
                       {"window_s", wifi::to_seconds(axes.windows[i % axes.windows.size()])},
                       {"best", heat ? setting_json(*report.space, heat->candidate) : Json()},
                       {"dead_s_per_day", heat ? Json(heat->dead_s) : Json()},
                       {"monte_carlo_error", heat ? Json(heat->error) : Json()}});
    }
    return all;
}

Json replay_json(const TuneReport& report, const tune::ReplayFigures& figures) {
    if (report.replayed.events == 0) return nullptr;
    return {{"firings", figures.firings},
            {"false_alarms", figures.false_alarms},
            {"missed", figures.missed},
            {"saved_s_at_most", figures.saved_s_at_most}};
}

Json replayed_json(const TuneReport::Replayed& replayed) {
    if (replayed.events == 0) return nullptr;
    return {{"events", replayed.events}, {"outages", replayed.outages}, {"blackholes", replayed.blackholes},
            {"firing", replayed.firing}, {"falsely", replayed.falsely}, {"missing", replayed.missing}};
}

Json front_json(const TuneReport& report) {
    Json all = Json::array();
    for (std::size_t i = 0; i < report.front.members.size(); ++i) {
        const tune::Finalist& one = report.finalists[report.front.members[i]];
        all.push_back({{"number", i + 1},
                       {"setting", setting_json(*report.space, one.candidate)},
                       {"dead_s_per_day", estimate_json(one.outcome.dead_s_per_day)},
                       {"saved_s_per_day", difference_json(report.saved[i])},
                       {"resets_per_day", estimate_json(one.outcome.resets_per_day)},
                       {"false_alarms_per_day", estimate_json(one.outcome.false_alarms_per_day)},
                       {"replay", replay_json(report, one.replay)},
                       {"as_good", report.as_good[i]}});
    }
    return all;
}

Json chosen_json(const TuneReport& report) {
    Json under = Json::array();
    for (const TuneReport::Under& one : report.under)
        under.push_back({{"hypothesis", whatif::name_of(one.hypothesis)},
                         {"meaning", meaning_of(one.hypothesis)},
                         {"none_dead_s_per_day", estimate_json(one.none_dead_s)},
                         {"dead_s_per_day", estimate_json(one.chosen_dead_s)},
                         {"resets_per_day", estimate_json(one.chosen_resets)},
                         {"saved_s_per_day", difference_json(one.saved)}});
    Json warnings = Json::array();
    for (const std::string& warning : report.policy_warnings) warnings.push_back(report::valid_utf8(warning));
    return {{"number", report.chosen + 1},
            {"because", choice_text(report)},
            {"policy", report::valid_utf8(policy::to_toml(report.policy))},
            {"warnings", std::move(warnings)},
            {"under", std::move(under)}};
}

}  // namespace

std::string tune_json(const TuneReport& report) {
    Json document;
    document["schema"] = "wlanmedic.tune/1";
    add_fit(document, report.fit);
    document["hypothesis"] = whatif::name_of(report.fit.plan.hypothesis);
    document["base"] = report::valid_utf8(report.space->base().name);
    document["axes"] = axes_json(report.space->axes());
    document["candidates"] = candidates_json(*report.space);
    document["most_resets"] = report.most_resets ? Json(*report.most_resets) : Json();
    document["replayed"] = replayed_json(report.replayed);
    document["heat_map"] = heat_json(report);
    document["final_nights"] = report.finalists.front().outcome.nights;
    document["front"] = front_json(report);
    document["not_told_apart"] = report.front.not_told_apart;
    document["over_limit"] = report.front.over_limit;
    document["chosen"] = chosen_json(report);
    document["not_known"] = not_known(report);
    return report::without_markup(document.dump(2, ' ', true)) + '\n';
}

}  // namespace wlanmedic::app
