// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "hypothesis/hypotheses.h"

namespace wlanmedic::hypothesis {
namespace {

using namespace std::chrono_literals;

// A link lost so soon after it was made was not lost by distance.
constexpr wifi::Duration soon = 1s;

std::size_t lost_soon(const Case& of) {
    std::size_t times = 0;
    const wifi::Event* made = nullptr;
    const auto read = [&](const wifi::Event& event) {
        if (std::holds_alternative<wifi::Associated>(event.payload)) made = &event;
        const bool lost = std::holds_alternative<wifi::ConnectionLoss>(event.payload) ||
                          std::holds_alternative<wifi::BeaconLoss>(event.payload);
        if (lost && made != nullptr && event.instant - made->instant <= soon) ++times;
        if (lost) made = nullptr;
    };
    for (const wifi::Event& event : of.outage.before) read(event);
    for (const wifi::Event& event : of.outage.events)
        if (event.instant <= of.outage.start + 100ms) read(event);
    return times;
}

}  // namespace

Hypothesis power_save(const Case& of) {
    Hypothesis result{.id = "power_save"};
    using outage::Class;
    const Class began = of.outage.trigger.outage_class;
    const wifi::Event* told = nullptr;
    for (const auto* events : {&of.outage.before, &of.outage.events})
        for (const wifi::Event& event : *events)
            if (std::holds_alternative<wifi::PowerSave>(event.payload) && event.instant <= of.outage.start)
                told = &event;
    if (began != Class::connection_loss && began != Class::beacon_loss && began != Class::unknown) {
        result.verdict = Verdict::contradicted;
        result.because = "the link was not lost for want of beacons or answers";
        return result;
    }
    if (told != nullptr && !std::get<wifi::PowerSave>(told->payload).on) {
        result.verdict = Verdict::contradicted;
        result.because = "power save was off";
        cite(result.receipts, told);
        return result;
    }
    const std::size_t times = of.outage.timed ? lost_soon(of) : 0;
    result.because = told != nullptr ? "power save was on" : "whether power save was on is not told";
    cite(result.receipts, told);
    if (times > 0)
        result.because += fmt::format(
            "; the link was lost within {} after it was made, {} time{} in 30 s, as where the station "
            "sleeps before the access point knows it",
            seconds(soon), times, times == 1 ? "" : "s");
    result.suspected = times > 0;
    result.to_decide = "iw dev INTERFACE get power_save; then the same night with power save off";
    return result;
}

}  // namespace wlanmedic::hypothesis
