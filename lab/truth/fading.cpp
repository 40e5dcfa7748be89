// SPDX-License-Identifier: MIT
#include "lab/truth/fading.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "lab/truth/keys.h"

namespace wlanmedic::lab {
namespace {

constexpr double usual_dbm = -30;
constexpr double floor_dbm = -92;
constexpr double longest_s = 366.0 * 24 * 3600;

struct Ramp {
    wifi::Instant from;
    double begin_dbm = usual_dbm;
    double end_dbm = usual_dbm;
    double over_s = 0;

    double at(wifi::Instant instant) const {
        const double passed_s = wifi::to_seconds(instant - from);
        return passed_s >= over_s ? end_dbm : begin_dbm + (end_dbm - begin_dbm) * passed_s / over_s;
    }
    bool is_lost(wifi::Instant instant) const { return at(instant) < floor_dbm; }
    /// Where it crosses the floor.
    wifi::Instant crossing() const {
        const double share = (floor_dbm - begin_dbm) / (end_dbm - begin_dbm);
        return from + std::chrono::microseconds(std::llround(share * over_s * 1e6));
    }
    bool crosses() const { return (begin_dbm < floor_dbm) != (end_dbm < floor_dbm); }
};

bool names_radio(const Injection& line, unsigned radio) {
    const auto radios = line.keys.find("radios");
    return radios != line.keys.end() && radios->is_array() &&
           std::ranges::any_of(*radios, [&](const auto& one) { return one.is_number() && one == radio; });
}

}  // namespace

std::vector<Span> faded_spans(const Injections& injections, unsigned radio) {
    std::vector<Span> spans;
    Ramp ramp{.from = injections.from};
    bool lost = false;
    const auto set = [&](bool now, wifi::Instant at) {
        if (now && !lost)
            spans.push_back({at, {}, fmt::format("the signal of radio {} is below {} dBm", radio, floor_dbm)});
        if (!now && lost) spans.back().to = at;
        lost = now;
    };
    const auto pass_until = [&](wifi::Instant at) {
        if (ramp.crosses() && ramp.crossing() <= at) set(ramp.end_dbm < floor_dbm, ramp.crossing());
    };
    for (const Injection& line : injections.lines) {
        if (line.told.what != "fade" || !names_radio(line, radio)) continue;
        pass_until(line.told.at);
        const double now = ramp.at(line.told.at);
        const double goal = std::clamp(number_of(line.keys, "dbm", usual_dbm), -1000.0, 1000.0);
        const double over_s = std::clamp(number_of(line.keys, "over_s", 0), 0.0, longest_s);
        ramp = {.from = line.told.at, .begin_dbm = now, .end_dbm = goal, .over_s = over_s};
    }
    pass_until(wifi::Instant::max());
    return spans;
}

}  // namespace wlanmedic::lab
