// SPDX-License-Identifier: MIT
// Something that is known to go wrong with a driver, and which ways to reset it are not to be used because of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/place.h"
#include "driver/bus.h"
#include "driver/kernel_version.h"
#include "driver/reset.h"

namespace wlanmedic::driver {

struct Hazard {
    std::string id;  ///< [a-z0-9_], one in the profile
    std::string what;
    std::vector<Method> forbids;            ///< empty: to be known, and nothing is forbidden
    std::optional<KernelVersion> since;     ///< first kernel that has it
    std::optional<KernelVersion> fixed_in;  ///< first kernel that does not have it any more
    std::vector<Bus> buses;                 ///< empty: all
    std::string
        applies;  ///< when, where a program cannot find that out; it then counts as if always. May be empty.
    std::string source;
    config::Place place;
};

/// Whether it may concern such a machine. What is not known speaks for yes.
bool concerns(const Hazard& hazard, std::optional<KernelVersion> kernel, std::optional<Bus> bus);

/// Whether it forbids this way on such a machine.
bool forbids(const Hazard& hazard, Method method, std::optional<KernelVersion> kernel, std::optional<Bus> bus);

}  // namespace wlanmedic::driver
