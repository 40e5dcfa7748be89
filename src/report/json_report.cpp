// SPDX-License-Identifier: MIT
#include "report/json_report.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "report/safe_text.h"

namespace wlanmedic::report {
namespace {

using Json = nlohmann::ordered_json;

Json text(std::string_view value) { return valid_utf8(value); }
Json time(wifi::Instant instant, bool timed = true) { return timed ? Json(wifi::to_rfc3339(instant)) : Json(); }
Json address(const std::optional<wifi::MacAddress>& bssid) { return bssid ? Json(bssid->to_string()) : Json(); }

template <class T>
Json maybe(const std::optional<T>& value) {
    return value ? Json(*value) : Json();
}

// Microseconds are what the sources have; more digits would pretend to know better.
Json seconds(wifi::Duration duration, bool timed = true) {
    if (!timed) return {};
    return std::round(wifi::to_seconds(duration) * 1e6) / 1e6;
}

Json receipt_json(const wifi::Receipt& receipt, const std::vector<std::string>& files) {
    return {{"file", text(receipt.source < files.size() ? files[receipt.source] : "")},
            {"line", receipt.line},
            {"text", text(receipt.text)}};
}

Json receipts_json(const std::vector<wifi::Receipt>& receipts, const std::vector<std::string>& files) {
    Json json = Json::array();
    for (const wifi::Receipt& receipt : receipts) json.push_back(receipt_json(receipt, files));
    return json;
}

Json receipts_of(const outage::Outage& outage, const std::vector<std::string>& files) {
    Json receipts = Json::array();
    std::set<std::pair<std::uint32_t, std::uint64_t>> seen;
    for (const auto* events : {&outage.before, &outage.events})
        for (const wifi::Event& event : *events)
            for (const wifi::Receipt& receipt : event.receipts) {
                if (!seen.emplace(receipt.source, receipt.line).second) continue;
                receipts.push_back(receipt_json(receipt, files));
            }
    return receipts;
}

Json group(const outage::UnprotectedGroup& of, bool timed) {
    return {{"count", of.count},
            {"span_ms", timed ? Json(std::round(wifi::to_seconds(of.span) * 1e6) / 1e3) : Json()},
            {"reason_code", of.reason_code},
            {"bssid", address(of.bssid)}};
}

std::string dump(const Json& json) { return without_markup(json.dump(1, ' ', true)); }

Json clock_of(const evidence::EvidenceFile& file) {
    std::string clock(evidence::name_of(file.clock));
    if (file.clock == evidence::Clock::local) clock += ", zone not stated, read as UTC";
    if (file.year_assumed) clock += fmt::format(", year not stated, taken to begin in {}", file.year);
    for (const evidence::Alignment& alignment : file.alignments)
        if (alignment.worth_telling()) clock += fmt::format(", {}", alignment.to_string());
    return clock;
}

Json alignment_of(const evidence::Alignment& alignment) {
    using How = evidence::Alignment::How;
    Json changes = Json::array();
    for (const evidence::ClockChange& change : alignment.changes)
        changes.push_back(
            {{"at", time(change.at)}, {"by_s", seconds(change.by)}, {"why", evidence::name_of(change.why)}});
    const bool by_happenings = alignment.how == How::happenings;
    return {{"clock", evidence::name_of(alignment.clock)},
            {"aligned", alignment.aligned()},
            {"how", evidence::name_of(alignment.how)},
            {"offset_s", alignment.aligned() ? seconds(alignment.offset) : Json()},
            {"residual_s", by_happenings ? seconds(alignment.residual) : Json()},
            {"happenings", alignment.happenings},
            {"drift_s", by_happenings ? seconds(alignment.drift) : Json()},
            {"zone", alignment.zone ? Json(*alignment.zone) : Json()},
            {"changes", std::move(changes)},
            {"stretches", alignment.stretches},
            {"stretches_alone", alignment.stretches_alone},
            {"because", alignment.because.empty() ? Json() : Json(text(alignment.because))}};
}

Json some_text(const std::string& value) { return value.empty() ? Json() : text(value); }

Json run_of(const evidence::RunFacts& run) {
    Json interfaces = Json::array();
    for (const evidence::RunFacts::Interface& interface : run.interfaces)
        interfaces.push_back({{"name", text(interface.name)},
                              {"phy", some_text(interface.phy)},
                              {"driver", some_text(interface.driver)},
                              {"bus", some_text(interface.bus)},
                              {"firmware", some_text(interface.firmware)},
                              {"bssid", some_text(interface.bssid)}});
    Json programs = Json::array();
    for (const evidence::RunFacts::Program& program : run.programs)
        programs.push_back({{"name", text(program.name)}, {"version", some_text(program.version)}});
    Json countries = Json::array();
    for (const std::string& country : run.countries) countries.push_back(text(country));
    Json missing = Json::array();
    for (const evidence::RunFacts::Missing& one : run.missing)
        missing.push_back({{"source", text(one.source)}, {"because", text(one.because)}});
    return {{"id", some_text(run.run)},
            {"part", run.part == 0 ? Json() : Json(run.part)},
            {"recorder", some_text(run.recorder)},
            {"kernel", some_text(run.kernel)},
            {"machine", some_text(run.machine)},
            {"interfaces", std::move(interfaces)},
            {"programs", std::move(programs)},
            {"countries", std::move(countries)},
            {"missing", std::move(missing)},
            {"ended", some_text(run.ended)}};
}

Json evidence_of(const evidence::EvidenceFile& file) {
    Json json{{"path", text(file.path)},
              {"format", file.format},
              {"lines", file.tally.lines},
              {"events", file.tally.events},
              {"unrecognized", file.tally.unrecognized},
              {"malformed", file.tally.malformed},
              {"repeated", file.tally.repeated},
              {"first", file.first ? time(*file.first) : Json()},
              {"last", file.last ? time(*file.last) : Json()},
              {"clock", clock_of(file)}};
    Json alignments = Json::array();
    for (const evidence::Alignment& alignment : file.alignments)
        if (alignment.worth_telling()) alignments.push_back(alignment_of(alignment));
    json["alignments"] = std::move(alignments);
    if (file.run) json["run"] = run_of(*file.run);
    return json;
}

// The elements of `json` as lines of an enclosing object, without its own braces.
std::string members(const Json& json) {
    const std::string whole = dump(json);
    return whole.substr(1, whole.size() - 3);  // "{" … "\n}"
}

}  // namespace

std::string json_outage(const outage::Outage& outage, const hypothesis::Diagnosis& diagnosis,
                        const std::vector<std::string>& files, wifi::Duration blackhole_limit) {
    const bool timed = outage.timed;
    Json json{{"id", outage.id},
              {"interface", text(outage.interface)},
              {"lost_since", time(outage.lost_since, timed)},
              {"start", time(outage.start, timed)},
              {"end", outage.end ? time(*outage.end, timed) : Json()},
              {"duration_s", seconds(outage.duration(), timed)},
              {"lower_bound", outage.lower_bound},
              {"failure", outage.failure},
              {"link_before", outage.link_before},
              {"blackhole", maybe(outage.blackhole(blackhole_limit))},
              {"open_ended", outage.open_ended()},
              {"trigger",
               {{"class", outage::name_of(outage.trigger.outage_class)},
                {"reason_code", maybe(outage.trigger.reason_code)},
                {"by", outage.trigger.by == wifi::Sender::access_point ? Json("access_point")
                       : outage.trigger.by == wifi::Sender::local      ? Json("local")
                                                                       : Json()},
                {"at", time(outage.trigger.at, timed)},
                {"because", text(outage.trigger.because)}}},
              {"advice", text(diagnosis.advice)}};
    Json hypotheses = Json::array();
    for (const hypothesis::Hypothesis& one : diagnosis.hypotheses)
        hypotheses.push_back({{"id", one.id},
                              {"verdict", hypothesis::name_of(one.verdict)},
                              {"because", text(one.because)},
                              {"receipts", receipts_json(one.receipts, files)},
                              {"to_decide", one.to_decide.empty() ? Json() : Json(one.to_decide)}});
    json["hypotheses"] = std::move(hypotheses);
    Json steps = Json::array();
    for (const outage::Step& step : outage.steps)
        steps.push_back({{"what", step.what},
                         {"at", time(step.at, timed)},
                         {"duration_s", step.duration ? seconds(*step.duration, timed) : Json()},
                         {"bssid", address(step.bssid)},
                         {"detail", text(step.detail)},
                         {"times", step.times}});
    json["steps"] = std::move(steps);
    Json bssids = Json::array();
    for (const wifi::MacAddress& bssid : outage.bssids) bssids.push_back(bssid.to_string());
    json["bssids"] = std::move(bssids);
    json["channels"] = outage.channels;
    json["failures"] = Json(outage.failures);
    if (outage.failures.empty()) json["failures"] = Json::object();
    Json comebacks = Json::array();
    for (const outage::Comeback& comeback : outage.comebacks)
        comebacks.push_back(
            {{"bssid", address(comeback.bssid)},
             {"tu", comeback.tu},
             {"at", time(comeback.at, timed)},
             {"respected", maybe(comeback.respected)},
             {"again_after_s", comeback.again_at ? seconds(*comeback.again_at - comeback.at, timed) : Json()},
             {"joined_anew", comeback.joined_anew},
             {"in_a_row", comeback.in_a_row}});
    json["comebacks"] = std::move(comebacks);
    json["unprotected_deauths"] =
        outage.unprotected.empty()
            ? Json{{"count", 0}, {"span_ms", Json()}, {"reason_code", Json()}, {"bssid", Json()}}
            : group(outage.unprotected.front(), timed);
    Json groups = Json::array();
    for (const outage::UnprotectedGroup& of : outage.unprotected) groups.push_back(group(of, timed));
    json["unprotected_deauth_groups"] = std::move(groups);
    if (outage.restored)
        json["restored"] = {
            {"bssid", address(outage.restored->bssid)},
            {"associated_at", time(outage.restored->associated_at, timed)},
            {"authorized_at",
             outage.restored->authorized_at ? time(*outage.restored->authorized_at, timed) : Json()}};
    else
        json["restored"] = Json();
    Json before = Json::array();
    for (const wifi::Event& event : outage.before)
        before.push_back({{"at", time(event.instant, timed)}, {"what", wifi::name_of(event.payload)}});
    json["before"] = std::move(before);
    json["omitted_events"] = outage.omitted;
    json["receipts"] = receipts_of(outage, files);
    std::string indented = "  ";
    for (const char c : dump(json)) {
        indented += c;
        if (c == '\n') indented += "  ";
    }
    return indented;
}

void write_json(const Explanation& explanation, const std::vector<std::string>& files,
                const std::function<void(const std::function<void(std::string_view)>&)>& outages,
                const std::function<void(std::string_view)>& write) {
    Json head{{"schema", "wlanmedic.explain/1"}};
    Json evidence = Json::array();
    for (const evidence::EvidenceFile& file : explanation.files) evidence.push_back(evidence_of(file));
    head["evidence"] = std::move(evidence);
    Json skipped = Json::array();
    for (const evidence::SkippedFile& file : explanation.skipped)
        skipped.push_back({{"path", text(file.path)}, {"because", text(file.because)}});
    head["skipped"] = std::move(skipped);
    Json warnings = Json::array();
    for (const std::string& warning : explanation.warnings) warnings.push_back(text(warning));
    head["warnings"] = std::move(warnings);
    head["span"] = {{"start", explanation.start ? time(*explanation.start) : Json()},
                    {"end", explanation.end ? time(*explanation.end) : Json()},
                    {"hours", explanation.span_hours}};
    if (explanation.window) {
        const evidence::Window& window = *explanation.window;
        head["window"] = {{"since", window.since ? time(window.since->instant) : Json()},
                          {"until", window.until ? time(window.until->instant) : Json()},
                          {"interface", window.interface.empty() ? Json() : text(window.interface)}};
    }
    Json totals = Json::object();
    Json counted = Json::array();
    for (const evidence::Counts& counts : explanation.counts) {
        Json entries = Json::array();
        for (const evidence::Count& count : counts.counts)
            entries.push_back({{"name", count.name},
                               {"count", count.count},
                               {"escalated", maybe(count.escalated)},
                               {"line", count.receipt.line},
                               {"text", text(count.receipt.text)}});
        counted.push_back({{"path", text(counts.path)},
                           {"title", text(counts.title)},
                           {"hours", counts.hours},
                           {"begin", counts.begin ? time(*counts.begin) : Json()},
                           {"counts", std::move(entries)}});
    }
    Json sources = Json::object();
    for (const std::string_view name : outage::Totals::names) {
        const auto& total = explanation.totals.at(std::string(name));
        totals[std::string(name)] = total.count;
        sources[std::string(name)] = total.source;
    }
    head["totals"] = std::move(totals);
    head["totals_from"] = std::move(sources);
    head["counted"] = std::move(counted);
    write("{");
    write(members(head));
    write(",\n \"outages\": [");
    bool first = true;
    outages([&](std::string_view element) {
        write(first ? "\n" : ",\n");
        first = false;
        write(element);
    });
    write(first ? "],\n" : "\n ],\n");
    Json stalls = Json::array();
    for (const outage::Stall& stall : explanation.stalls)
        stalls.push_back({{"interface", text(stall.interface)},
                          {"kind", outage::name_of(stall.kind)},
                          {"start", time(stall.start, stall.timed)},
                          {"end", stall.end ? time(*stall.end, stall.timed) : Json()},
                          {"duration_s", seconds(stall.seen_until - stall.start, stall.timed)},
                          {"because", text(stall.because)},
                          {"receipts", receipts_json(stall.receipts, files)}});
    Json missing = Json::array();
    for (const hypothesis::Missing& one : explanation.missing)
        missing.push_back({{"what", one.what}, {"leaves_open", one.leaves}, {"record", one.record}});
    write(members(Json{{"stalls", std::move(stalls)},
                       {"more_stalls", explanation.more_stalls},
                       {"missing", std::move(missing)}})
              .substr(1));
    write(",\n");
    Json metrics = Json::array();
    for (const metrics::Metric& metric : explanation.metrics)
        metrics.push_back({{"name", metric.name},
                           {"value", maybe(metric.value)},
                           {"unit", metric.unit},
                           {"n", metric.n},
                           {"hours", maybe(metric.hours)},
                           {"ci95", metric.ci95 ? Json::array({metric.ci95->low, metric.ci95->high}) : Json()},
                           {"source", metric.source}});
    write(members(Json{{"metrics", std::move(metrics)}}).substr(1));
    write("\n}\n");
}

}  // namespace wlanmedic::report
