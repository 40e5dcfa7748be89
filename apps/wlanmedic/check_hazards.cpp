// SPDX-License-Identifier: MIT
#include "check_hazards.h"

#include <algorithm>

namespace wlanmedic::app {
namespace {

using driver::Bus;
using driver::KernelVersion;
using driver::Method;

machine::DriverKnowledge knowledge(const driver::Profile& profile, std::optional<KernelVersion> kernel,
                                   std::optional<Bus> bus) {
    machine::DriverKnowledge known{.profile = profile.name, .hazards = {}, .left = {}};
    for (const driver::Hazard& hazard : profile.hazards) {
        if (!concerns(hazard, kernel, bus)) continue;
        machine::DriverHazard told{
            .what = hazard.what, .applies = hazard.applies, .source = hazard.source, .forbids = {}};
        for (const Method method : hazard.forbids) told.forbids.emplace_back(name_of(method));
        known.hazards.push_back(std::move(told));
    }
    for (const driver::Reset& reset : profile.resets) {
        const bool here = !bus || reset.buses.empty() || std::ranges::find(reset.buses, *bus) != reset.buses.end();
        const std::string name(name_of(reset.method));
        if (here && reset.safe != driver::Safety::no &&
            hazards_against(profile, reset.method, kernel, bus).empty() &&
            std::ranges::find(known.left, name) == known.left.end())
            known.left.push_back(name);
    }
    return known;
}

}  // namespace

machine::Hazards hazards_in(const driver::Catalog& drivers) {
    return [&drivers](const machine::Interface& interface,
                      std::string_view release) -> std::optional<machine::DriverKnowledge> {
        const driver::Profile* profile = drivers.by_module(interface.module);
        if (profile == nullptr) return std::nullopt;
        return knowledge(*profile, driver::kernel_version(release),
                         config::value_in(driver::bus_names, interface.bus));
    };
}

}  // namespace wlanmedic::app
