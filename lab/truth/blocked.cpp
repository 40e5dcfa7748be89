// SPDX-License-Identifier: MIT
#include "lab/truth/blocked.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "lab/truth/fading.h"
#include "lab/truth/keys.h"
#include "lab/truth/rules.h"
#include "lab/truth/spans.h"

namespace wlanmedic::lab {
namespace {

constexpr double longest_s = 366.0 * 24 * 3600;

void close(std::vector<Span>& spans, bool& open, wifi::Instant at) {
    if (open) spans.back().to = at;
    open = false;
}

std::string wedge_text(const Injections& injections, const Injection& line, unsigned radio) {
    const std::string path = text_of(line.keys, "path");
    const std::string whose = radio == injections.radio ? "the station's radio" : fmt::format("radio {}", radio);
    return fmt::format("{} is wedged ({}, {})", whose, path == "both" ? "receive and transmit" : path,
                       text_of(line.keys, "kind"));
}

bool is_radio(const Injection& line, unsigned radio) {
    return number_of(line.keys, "radio", -1) == static_cast<double>(radio);
}

std::vector<Span> wedged(const Injections& injections, unsigned radio) {
    std::vector<Span> spans;
    bool open = false;
    for (const Injection& line : injections.lines) {
        const bool begins = line.told.what == "wedge";
        if ((!begins && line.told.what != "heal") || !is_radio(line, radio)) continue;
        close(spans, open, line.told.at);
        if (!begins) continue;
        const bool in_parts = text_of(line.keys, "kind") == "intermittent";
        spans.push_back({line.told.at, {}, wedge_text(injections, line, radio), in_parts});
        open = true;
    }
    return spans;
}

/// While the station's chip has this fault.
std::vector<Span> chip_fault(const Injections& injections, std::string_view fault) {
    std::vector<Span> spans;
    bool open = false;
    for (const Injection& line : injections.lines) {
        const bool begins = line.told.what == "chip-fault";
        if ((!begins && line.told.what != "chip-heal") || text_of(line.keys, "fault") != fault) continue;
        close(spans, open, line.told.at);
        if (!begins) continue;
        spans.push_back({line.told.at, {}, fmt::format("the station's chip has a fault ({})", fault)});
        open = true;
    }
    return spans;
}

/// From a line "station" of one kind to the next of another, or for as long as it says.
std::vector<Span> station_state(const Injections& injections, std::string_view begin, std::string_view end,
                                std::string_view because) {
    std::vector<Span> spans;
    bool open = false;
    for (const Injection& line : injections.lines) {
        if (line.told.what != "station") continue;
        const std::string kind = text_of(line.keys, "kind");
        if (kind == end) close(spans, open, line.told.at);
        if (kind != begin || open) continue;
        spans.push_back({line.told.at, {}, std::string(because)});
        open = true;
        const double lasts_s = std::clamp(number_of(line.keys, "lasts_s", 0), 0.0, longest_s);
        if (lasts_s > 0) close(spans, open, line.told.at + std::chrono::microseconds(std::llround(lasts_s * 1e6)));
    }
    return spans;
}

/// Each moment at which the access point forgot its stations.
std::vector<Span> forgotten(const Injections& injections, const TrueAccessPoint& access_point) {
    std::vector<Span> spans;
    for (const Injection& line : injections.lines) {
        if (line.told.what != "access-point" || text_of(line.keys, "name") != access_point.name) continue;
        const std::string kind = text_of(line.keys, "kind");
        if (kind == "kill" || kind == "stop")
            spans.push_back({line.told.at, {}, fmt::format("{} is gone", access_point.name)});
        if (kind == "forget")
            spans.push_back({line.told.at, {}, fmt::format("{} forgot the station", access_point.name)});
    }
    return spans;
}

void append(std::vector<Span>& all, const std::vector<Span>& more) {
    all.insert(all.end(), more.begin(), more.end());
}

std::vector<Span> blocked_at(const Injections& injections, const TrueAccessPoint& access_point) {
    std::vector<Span> all = wedged(injections, access_point.radio);
    for (const auto& [from, to] :
         {std::pair(access_point.radio, injections.radio), std::pair(injections.radio, access_point.radio)})
        append(all, dropped_spans(injections, from, to, FrameClass::data, Loss::any));
    append(all, faded_spans(injections, access_point.radio));
    return all;
}

Span span_of(const Association& association) {
    return {association.from, association.to, association.access_point};
}

}  // namespace

std::vector<Span> blocked_spans(const Injections& injections, const std::vector<Association>& associations) {
    std::vector<Span> all = wedged(injections, injections.radio);
    append(all, faded_spans(injections, injections.radio));
    for (const char* fault : {"receive-wedge", "mute", "hang"}) append(all, chip_fault(injections, fault));
    append(all, station_state(injections, "rfkill-block", "rfkill-unblock", "radio blocked"));
    append(all, station_state(injections, "link-down", "link-up", "interface down"));
    append(all, station_state(injections, "radio-off", "radio-on", "Wi-Fi switched off"));
    append(all, station_state(injections, "suspend", "", "suspended"));
    std::map<std::string, std::vector<Span>> joined_to;
    for (const Association& association : associations)
        joined_to[association.access_point].push_back(span_of(association));
    for (const TrueAccessPoint& access_point : injections.access_points) {
        const auto& mine = joined_to[access_point.name];
        append(all, common(blocked_at(injections, access_point), mine));
        // What it forgot it does not learn again but by a new association.
        for (const Span& moment : forgotten(injections, access_point))
            for (const Span& association : mine)
                if (association.from <= moment.from && (!association.to || moment.from < *association.to))
                    all.push_back({moment.from, association.to, moment.because});
    }
    return all;
}

std::vector<Span> deaf_spans(const Injections& injections) {
    std::vector<Span> all;
    bool open = false;
    for (const Injection& line : injections.lines) {
        if ((line.told.what != "wedge" && line.told.what != "heal") || !is_radio(line, injections.radio)) continue;
        close(all, open, line.told.at);
        if (line.told.what == "heal" || text_of(line.keys, "path") == "transmit") continue;
        all.push_back({line.told.at, {}, wedge_text(injections, line, injections.radio)});
        open = true;
    }
    // The antenna acknowledges, whatever becomes of the frame behind it.
    for (const char* fault : {"receive-wedge", "hang"}) append(all, chip_fault(injections, fault));
    for (const TrueAccessPoint& access_point : injections.access_points)
        append(all, dropped_spans(injections, access_point.radio, injections.radio,
                                  FrameClass::association_response, Loss::acknowledged));
    return joined(std::move(all));
}

}  // namespace wlanmedic::lab
