// SPDX-License-Identifier: MIT
#include "tune/identity.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "policy/policy_writer.h"

namespace wlanmedic::tune {
namespace {

using Json = nlohmann::ordered_json;

Json numbers(const whatif::LogMoments& moments) {
    return Json::array({moments.n, moments.sum, moments.sum_of_squares});
}

Json all_of(const whatif::Summary& summary) {
    Json all = Json::array();
    for (const whatif::Stretch& stretch : summary.stretches)
        all.push_back(Json::array({stretch.hours, stretch.losses, stretch.at_hours}));
    for (const whatif::ClassCount& count : summary.classes)
        all.push_back(Json::array({count.losses, count.hours, count.decided, count.escalated}));
    all.push_back(numbers(summary.ordinary));
    all.push_back(numbers(summary.beyond_limit));
    all.push_back(Json::array({summary.ordinary_told, summary.ordinary_failing, summary.escalated_told,
                               summary.access_point_away, summary.decrypt_failures, summary.decrypt_hours,
                               summary.access_points}));
    all.push_back(summary.attempts);
    return all;
}

Json all_of(const Recorded& recorded) {
    Json all = Json::array();
    all.push_back(recorded.events());
    all.push_back(recorded.digest().value());
    for (const whatif::OutageSummary& outage : recorded.outages())
        all.push_back(Json::array(
            {outage.id, outage.lost.time_since_epoch().count(), outage.seen_until.time_since_epoch().count()}));
    return all;
}

Json axes_of(const Axes& axes) {
    Json gates = Json::array();
    for (const NamedGate& gate : axes.gates) gates.push_back(gate.name);
    Json ladders = Json::array();
    for (const NamedLadder& ladder : axes.ladders) ladders.push_back(ladder.name);
    Json windows = Json::array();
    for (const wifi::Duration window : axes.windows) windows.push_back(window.count());
    Json cool_downs = Json::array();
    for (const wifi::Duration cool_down : axes.cool_downs) cool_downs.push_back(cool_down.count());
    return Json::array({axes.counts, windows, gates, cool_downs, ladders});
}

}  // namespace

Json identity(std::string_view version, const Space& space, const World& world, bool independent,
              const Recorded& recorded) {
    Digest evidence;
    evidence.add(all_of(world.posterior->summary()).dump());
    evidence.add(all_of(recorded).dump());
    Json forbidden = Json::array();
    for (const driver::Method method : world.forbidden) forbidden.push_back(driver::name_of(method));
    return {{"version", version},
            {"evidence", fmt::format("{:016x}", evidence.value())},
            {"policy", policy::to_toml(space.base())},
            {"axes", axes_of(space.axes())},
            {"forbidden", std::move(forbidden)},
            {"hypothesis", whatif::name_of(world.plan.hypothesis)},
            {"independent", independent},
            {"seed", world.plan.seed},
            {"draws", world.plan.draws},
            {"nights", world.plan.nights},
            {"hours", world.plan.hours}};
}

}  // namespace wlanmedic::tune
