// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>

#include "lab/truth/truth.h"

namespace wlanmedic::lab {
namespace {

using Json = nlohmann::ordered_json;

Json time_of(const std::optional<wifi::Instant>& instant) {
    return instant ? Json(wifi::to_rfc3339(*instant)) : Json(nullptr);
}

Json json_of(const Span& span) {
    return {{"from", time_of(span.from)},
            {"to", time_of(span.to)},
            {"because", span.because},
            {"in_parts", span.in_parts}};
}

Json json_of(const Association& one) {
    return {{"access_point", one.access_point},
            {"from", time_of(one.from)},
            {"to", time_of(one.to)},
            {"authorized", time_of(one.authorized)},
            {"ended_by", one.ended_by.empty() ? Json(nullptr) : Json(one.ended_by)}};
}

// What the line says beside its time and name.
Json json_of(const Injected& one) {
    Json details = Json::parse(one.text, nullptr, false);
    if (!details.is_object()) details = Json::object();
    details.erase("at");
    details.erase("what");
    return {{"at", time_of(one.at)}, {"what", one.what}, {"details", std::move(details)}};
}

Json json_of(const StationTruth& station);

template <class T>
Json list_of(const std::vector<T>& all) {
    Json list = Json::array();
    for (const T& one : all) list.push_back(json_of(one));
    return list;
}

Json json_of(const StationTruth& station) {
    return {{"interface", station.interface},
            {"mac", station.address.to_string()},
            {"associations", list_of(station.associations)},
            {"unassociated", list_of(station.unassociated)},
            {"no_data", list_of(station.no_data)}};
}

}  // namespace

std::string to_json(const Truth& truth) {
    Json phases = Json::array();
    for (const Span& phase : truth.phases)
        phases.push_back({{"name", phase.because}, {"from", time_of(phase.from)}, {"to", time_of(phase.to)}});
    const Json document = {{"schema", "wlanmedic.lab-truth/1"},
                           {"scenario", truth.scenario},
                           {"seed", truth.seed},
                           {"from", time_of(truth.from)},
                           {"to", time_of(truth.to)},
                           {"phases", std::move(phases)},
                           {"stations", list_of(truth.stations)},
                           {"injected", list_of(truth.injected)}};
    return document.dump(2, ' ', true) + "\n";
}

}  // namespace wlanmedic::lab
