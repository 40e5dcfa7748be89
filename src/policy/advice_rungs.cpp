// SPDX-License-Identifier: MIT
// Rungs that are skipped, stand in an odd order, or cost more than they look.
#include <fmt/format.h>

#include <algorithm>

#include "policy/advice_parts.h"

namespace wlanmedic::policy {

namespace {

// Nothing where the rung can run.
std::optional<std::string> why_it_is_skipped(const Policy& policy, const Machine& machine, driver::Method method) {
    if (std::ranges::find(policy.never, method) != policy.never.end()) return "\"never\" names it";
    if (machine.driver == nullptr) return std::nullopt;
    const auto against = driver::hazards_against(*machine.driver, method, machine.kernel, machine.bus);
    if (!against.empty())
        return fmt::format("a hazard of {} forbids it, {}: {}", machine.driver->name, against.front()->id,
                           against.front()->what);
    return std::nullopt;
}

bool is_on(const driver::Reset& reset, std::optional<driver::Bus> bus) {
    return !bus || reset.buses.empty() || std::ranges::find(reset.buses, *bus) != reset.buses.end();
}

const driver::Reset* way_of(const Machine& machine, driver::Method method) {
    const auto& resets = machine.driver->resets;
    const auto found = std::ranges::find_if(
        resets, [&](const driver::Reset& reset) { return reset.method == method && is_on(reset, machine.bus); });
    return found == resets.end() ? nullptr : &*found;
}

// Whether the driver has a way to do it.
bool find_ways(const Rung& rung, const Machine& machine, Findings& findings) {
    if (machine.driver == nullptr || !driver::is_of_the_device(rung.method)) return true;
    const auto name = name_of(rung.method);
    const auto* const way = way_of(machine, rung.method);
    if (way == nullptr) {
        find(findings, rung.place,
             fmt::format("{} cannot run: the profile of {} knows no way to do it{}", name, machine.driver->name,
                         machine.bus ? fmt::format(" on {}", name_of(*machine.bus)) : ""),
             fmt::format("`wlanmedic driver show {}` lists its resets.", machine.driver->name));
        return false;
    }
    if (way->safe == driver::Safety::no)
        find(findings, rung.place,
             fmt::format("{} is not safe with {}: {}", name, machine.driver->name, way->because),
             "Take another rung.");
    if (way->safe == driver::Safety::untested)
        find(findings, rung.place,
             fmt::format("{} was not tried with {}: {}", name, machine.driver->name, way->because),
             "Try it by hand before a machine does it by itself.");
    if (!way->cost.empty())
        find(findings, rung.place, fmt::format("{} also takes down: {}", name, way->cost),
             "Say so to who uses the machine, or take a rung that costs less.");
    return true;
}

void find_shared_chip(const Rung& deepest, const Machine& machine, Findings& findings) {
    if (machine.driver == nullptr || !driver::is_of_the_device(deepest.method)) return;
    for (const auto& hazard : machine.driver->hazards)
        if (hazard.forbids.empty() && hazard.what.find("Bluetooth") != std::string::npos &&
            driver::concerns(hazard, machine.kernel, machine.bus))
            find(findings, deepest.place, fmt::format("it takes Bluetooth down, {}: {}", hazard.id, hazard.what),
                 "Ask whether Bluetooth is in use before the rungs that reset the chip.");
}

}  // namespace

std::size_t find_odd_rungs(const Policy& policy, const Machine& machine, Findings& findings) {
    std::size_t running = 0;
    const Rung* deepest = nullptr;
    for (const auto& rung : policy.rungs) {
        if (const auto why = why_it_is_skipped(policy, machine, rung.method)) {
            find(findings, rung.place, fmt::format("{} is skipped: {}", name_of(rung.method), *why),
                 "Take the rung away, or another in its place.");
            continue;
        }
        if (!find_ways(rung, machine, findings)) continue;
        ++running;
        if (deepest != nullptr && rung.method < deepest->method)
            find(findings, rung.place,
                 fmt::format("{} stands behind {}, which undoes more", name_of(rung.method),
                             name_of(deepest->method)),
                 "List rungs from the gentlest to the deepest.");
        if (deepest == nullptr || rung.method > deepest->method) deepest = &rung;
        if (rung.proof == Proof::answer)
            find(findings, rung.place, "its proof needs somebody who asks: without probes it always fails",
                 "Take proof = \"authorized\" where nothing probes.");
    }
    if (deepest != nullptr) find_shared_chip(*deepest, machine, findings);
    if (running == 0 && !policy.rungs.empty())
        find(findings, policy.rungs.front().place, "it can never act: none of its rungs can run",
             "Add a rung that can.");
    return running;
}

}  // namespace wlanmedic::policy
