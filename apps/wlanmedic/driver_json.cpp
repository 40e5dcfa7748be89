// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>
#include <string_view>

#include "driver_report.h"
#include "report/safe_text.h"

namespace wlanmedic::app {

namespace {

using Json = nlohmann::ordered_json;
using report::valid_utf8;

Json texts(const std::vector<std::string>& all) {
    Json list = Json::array();
    for (const std::string& text : all) list.push_back(valid_utf8(text));
    return list;
}

template <class Values>
Json named(const Values& values) {
    Json list = Json::array();
    for (const auto value : values) list.push_back(name_of(value));
    return list;
}

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(valid_utf8(text)); }

Json json_of(const driver::Pattern& pattern) {
    return {{"happening", name_of(pattern.happening)},
            {"text", valid_utf8(pattern.text)},
            {"source", valid_utf8(pattern.source)},
            {"line", pattern.place.line}};
}

Json json_of(const driver::Counter& counter) {
    return {{"name", counter.name},
            {"counts", name_of(counter.counts)},
            {"sign", name_of(sign_of(counter.counts))},
            {"path", text_or_null(counter.path)},
            {"ethtool", text_or_null(counter.ethtool)},
            {"key", text_or_null(counter.key)},
            {"column", counter.column},
            {"buses", named(counter.buses)},
            {"asks_firmware", counter.asks_firmware},
            {"needs", text_or_null(counter.needs)},
            {"source", valid_utf8(counter.source)},
            {"line", counter.place.line}};
}

Json json_of(const driver::Step& step) {
    switch (step.action) {
        case driver::Step::Action::write: return {{"write", valid_utf8(step.value)}, {"to", valid_utf8(step.to)}};
        case driver::Step::Action::unload: return {{"unload", step.value}};
        case driver::Step::Action::load: return {{"load", step.value}};
        case driver::Step::Action::wait: return {{"wait_ms", step.milliseconds}};
    }
    return Json::object();
}

Json json_of(const driver::Reset& reset) {
    Json steps = Json::array();
    for (const driver::Step& step : reset.steps) steps.push_back(json_of(step));
    return {{"method", name_of(reset.method)},
            {"buses", named(reset.buses)},
            {"steps", std::move(steps)},
            {"how", text_or_null(reset.how)},
            {"needs", text_or_null(reset.needs)},
            {"heals", valid_utf8(reset.heals)},
            {"cost", text_or_null(reset.cost)},
            {"safe", name_of(reset.safe)},
            {"because", valid_utf8(reset.because)},
            {"source", valid_utf8(reset.source)},
            {"line", reset.place.line}};
}

Json json_of(const driver::Hazard& hazard) {
    return {{"id", hazard.id},
            {"what", valid_utf8(hazard.what)},
            {"forbids", named(hazard.forbids)},
            {"since", hazard.since ? Json(to_string(*hazard.since)) : Json()},
            {"fixed_in", hazard.fixed_in ? Json(to_string(*hazard.fixed_in)) : Json()},
            {"buses", named(hazard.buses)},
            {"applies", text_or_null(hazard.applies)},
            {"source", valid_utf8(hazard.source)},
            {"line", hazard.place.line}};
}

template <class Entries>
Json entries(const Entries& all) {
    Json list = Json::array();
    for (const auto& entry : all) list.push_back(json_of(entry));
    return list;
}

Json json_of(const driver::Profile& profile) {
    return {{"name", valid_utf8(profile.name)},
            {"file", valid_utf8(profile.file)},
            {"modules", texts(profile.modules)},
            {"prefixes", texts(profile.prefixes)},
            {"shared_prefixes", texts(profile.shared_prefixes)},
            {"patterns", entries(profile.patterns)},
            {"counters", entries(profile.counters)},
            {"resets", entries(profile.resets)},
            {"hazards", entries(profile.hazards)}};
}

Json json_of(const driver::Claimed& claimed) {
    return {{"lines", claimed.lines}, {"first_line", claimed.first_line}, {"first", valid_utf8(claimed.first)}};
}

Json json_of(const driver::Profile& profile, const driver::Coverage& coverage) {
    Json claimed = Json::array();
    for (std::size_t i = 0; i < profile.patterns.size(); ++i) {
        if (coverage.patterns()[i].lines == 0) continue;
        Json entry = json_of(coverage.patterns()[i]);
        entry["pattern"] = i;
        claimed.push_back(std::move(entry));
    }
    Json unclaimed = Json::array();
    for (const driver::Unclaimed& shape : coverage.unclaimed()) {
        Json entry = json_of(shape.seen);
        entry["shape"] = valid_utf8(shape.shape);
        unclaimed.push_back(std::move(entry));
    }
    return {{"messages", coverage.messages()},
            {"claimed", std::move(claimed)},
            {"unclaimed", std::move(unclaimed)},
            {"left_out", coverage.left_out()}};
}

Json finding(std::string_view severity, const std::string& file, const config::Place& place,
             const std::string& what, const std::string& hint) {
    return {{"severity", severity},   {"file", valid_utf8(file)}, {"line", place.line},
            {"column", place.column}, {"what", valid_utf8(what)}, {"hint", valid_utf8(hint)}};
}

std::string document(Json profiles, Json findings, Json logs) {
    const Json whole{{"schema", "wlanmedic.drivers/1"},
                     {"profiles", std::move(profiles)},
                     {"findings", std::move(findings)},
                     {"logs", std::move(logs)}};
    return report::without_markup(whole.dump(1, ' ', true)) + "\n";
}

}  // namespace

std::string json_profiles(const std::vector<const driver::Profile*>& profiles) {
    Json list = Json::array();
    for (const driver::Profile* profile : profiles) list.push_back(json_of(*profile));
    return document(std::move(list), Json::array(), Json::array());
}

std::string json_checked(const std::vector<Checked>& checked) {
    Json profiles = Json::array();
    Json findings = Json::array();
    Json logs = Json::array();
    for (const Checked& one : checked) {
        if (one.error)
            findings.push_back(finding(one.unreadable ? "unreadable" : "error", one.file,
                                       {one.error->line, one.error->column}, one.error->what, one.error->hint));
        for (const driver::Finding& warning : one.findings)
            findings.push_back(finding("warning", one.file, warning.place, warning.what, warning.hint));
        if (!one.profile) continue;
        profiles.push_back(json_of(*one.profile));
        if (!one.coverage) continue;
        Json log = json_of(*one.profile, *one.coverage);
        log["file"] = valid_utf8(one.file);
        logs.push_back(std::move(log));
    }
    return document(std::move(profiles), std::move(findings), std::move(logs));
}

}  // namespace wlanmedic::app
