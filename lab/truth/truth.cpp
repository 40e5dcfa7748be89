// SPDX-License-Identifier: MIT
#include "lab/truth/truth.h"

#include <algorithm>
#include <fstream>
#include <iterator>

#include "lab/truth/association.h"
#include "lab/truth/blocked.h"
#include "lab/truth/fates.h"
#include "lab/truth/spans.h"

namespace wlanmedic::lab {
namespace {

std::vector<Span> phases_of(const Injections& injections) {
    std::vector<Span> phases;
    for (const Injection& line : injections.lines) {
        if (line.told.what != "phase") continue;
        if (!phases.empty()) phases.back().to = line.told.at;
        const auto name = line.keys.find("name");
        const bool named = name != line.keys.end() && name->is_string();
        phases.push_back({line.told.at, {}, named ? name->get<std::string>() : std::string{}});
    }
    return clipped(std::move(phases), injections.from, injections.to);
}

/// Before the first association too, whose begin is the run's.
std::vector<Span> gaps(const std::vector<Association>& associations, wifi::Instant from) {
    std::vector<Span> all;
    std::optional<wifi::Instant> lost = from;
    std::string because = "not yet associated";
    for (const Association& one : associations) {
        if (lost) all.push_back({*lost, one.from, because});
        lost = one.to;
        because = one.ended_by;
    }
    if (lost) all.push_back({*lost, {}, because});
    return all;
}

std::vector<Span> without_keys(const std::vector<Association>& associations) {
    std::vector<Span> all;
    for (const Association& one : associations)
        if (!one.authorized || *one.authorized > one.from)
            all.push_back({one.from, one.authorized ? one.authorized : one.to, "keys not yet agreed"});
    return all;
}

void clip(std::vector<Association>& associations, wifi::Instant to) {
    std::erase_if(associations, [&](const Association& one) { return one.from >= to; });
    for (Association& one : associations) {
        if (one.authorized && *one.authorized >= to) one.authorized.reset();
        if (!one.to || *one.to < to) continue;
        one.to.reset();
        one.ended_by.clear();
    }
}

std::vector<Span> union_of(std::vector<Span> all) {
    std::vector<Span> in_parts;
    std::ranges::copy_if(all, std::back_inserter(in_parts), &Span::in_parts);
    std::erase_if(all, [](const Span& span) { return span.in_parts; });
    all = joined(std::move(all));
    for (Span& span : without(joined(std::move(in_parts)), all)) all.push_back(std::move(span));
    std::ranges::stable_sort(all, {}, &Span::from);
    return all;
}

StationTruth tell_station(const std::vector<Sign>& signs, const Injections& injections) {
    StationTruth station{.interface = injections.interface,
                         .address = injections.station,
                         .associations = tell_associations(signs, injections, deaf_spans(injections)),
                         .unassociated = {},
                         .no_data = {}};
    clip(station.associations, injections.to);
    const auto all_gaps = gaps(station.associations, injections.from);
    station.unassociated.assign(all_gaps.begin() + (all_gaps.empty() ? 0 : 1), all_gaps.end());
    auto no_data = blocked_spans(injections, station.associations);
    for (Span gap : all_gaps) {
        gap.because = "not associated";
        no_data.push_back(std::move(gap));
    }
    for (Span& span : without_keys(station.associations)) no_data.push_back(std::move(span));
    station.unassociated = clipped(std::move(station.unassociated), injections.from, injections.to);
    station.no_data = union_of(clipped(std::move(no_data), injections.from, injections.to));
    return station;
}

}  // namespace

wifi::Result<Truth> tell_truth(std::istream& capture, const std::string& capture_name, std::istream& injected,
                               const std::string& injected_name) {
    auto injections = read_injections(injected, injected_name);
    if (!injections) return std::unexpected(injections.error());
    auto reader = CaptureReader::open(capture, capture_name);
    if (!reader) return std::unexpected(reader.error());
    auto signs = read_signs(*reader, *injections);
    if (!signs) return std::unexpected(signs.error());
    apply_fates(*signs, *injections);
    Truth truth{.scenario = injections->scenario,
                .seed = injections->seed,
                .from = injections->from,
                .to = injections->to,
                .injected = {},
                .phases = phases_of(*injections),
                .stations = {tell_station(*signs, *injections)}};
    for (Injection& line : injections->lines) truth.injected.push_back(std::move(line.told));
    return truth;
}

wifi::Result<Truth> tell_truth(const std::string& capture, const std::string& injected) {
    std::ifstream frames(capture, std::ios::binary);
    std::ifstream lines(injected, std::ios::binary);
    for (const auto& [stream, name] : {std::pair(&frames, &capture), std::pair(&lines, &injected)})
        if (!*stream)
            return std::unexpected(wifi::Error{
                .what = "cannot be read", .file = *name, .hint = "the run's result folder has it in truth/"});
    return tell_truth(frames, capture, lines, injected);
}

}  // namespace wlanmedic::lab
