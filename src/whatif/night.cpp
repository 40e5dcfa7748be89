// SPDX-License-Identifier: MIT
#include "whatif/night.h"

#include <algorithm>

#include "whatif/elementary.h"
#include "whatif/self_exciting.h"

namespace wlanmedic::whatif {
namespace {

double draw(const LogNormal& distribution, Stream& stream) {
    return exponential(distribution.mean + distribution.deviation * stream.standard_normal());
}

std::uint32_t draw_class(const Model& model, Stream& stream) {
    double mark = stream.uniform();
    std::uint32_t chosen = 0;
    while (chosen + 1 < model.classes.size() && mark >= model.classes[chosen].share)
        mark -= model.classes[chosen++].share;
    return chosen;
}

}  // namespace

wifi::Duration to_duration(double seconds) {
    constexpr double longest_s = 1e9;
    // Never negative, so to cut off is to round.
    const double and_a_half = std::min(seconds, longest_s) * 1e9 + 0.5;
    return wifi::Duration{static_cast<std::int64_t>(and_a_half)};
}

void draw_losses(const Model& model, Night& night) {
    night.losses.clear();
    night.cut = false;
    if (model.classes.empty()) return;
    Stream times = night.stream(Purpose::losses);
    LossTimes process(model.losses);
    while (const auto at_hours = process.next(times)) {
        Loss loss{.at = to_duration(*at_hours * 3600)};
        if (loss.at >= night.length) return;
        if (night.losses.size() >= Night::most_losses) {
            night.cut = true;
            return;
        }
        Stream stream = night.stream(Purpose::loss, static_cast<std::uint32_t>(night.losses.size()));
        loss.in_class = draw_class(model, stream);
        loss.escalated = stream.happens(model.classes[loss.in_class].escalation);
        const double second = stream.uniform();
        loss.away = loss.escalated && second < model.access_point_away;
        loss.failing = loss.escalated || second < model.failing_ordinary;
        const double seconds = loss.escalated ? model.limit_s + draw(model.beyond_limit, stream)
                                              : std::min(draw(model.ordinary, stream), model.limit_s);
        loss.recovery = to_duration(seconds);
        night.losses.push_back(loss);
    }
}

}  // namespace wlanmedic::whatif
