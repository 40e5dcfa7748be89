// SPDX-License-Identifier: MIT
#include "driver/hazard.h"

#include <algorithm>

namespace wlanmedic::driver {

bool concerns(const Hazard& hazard, std::optional<KernelVersion> kernel, std::optional<Bus> bus) {
    if (kernel && hazard.since && *kernel < *hazard.since) return false;
    if (kernel && hazard.fixed_in && *kernel >= *hazard.fixed_in) return false;
    return !bus || hazard.buses.empty() || std::ranges::find(hazard.buses, *bus) != hazard.buses.end();
}

bool forbids(const Hazard& hazard, Method method, std::optional<KernelVersion> kernel, std::optional<Bus> bus) {
    return concerns(hazard, kernel, bus) && std::ranges::find(hazard.forbids, method) != hazard.forbids.end();
}

}  // namespace wlanmedic::driver
