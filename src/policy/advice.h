// SPDX-License-Identifier: MIT
// What is odd about a policy that can be read: accepted, with a warning that says why.
#pragma once

#include <optional>
#include <vector>

#include "config/finding.h"
#include "driver/bus.h"
#include "driver/kernel_version.h"
#include "driver/profile.h"
#include "policy/policy.h"

namespace wlanmedic::policy {

/// What is known of the machine that it is to run on.
struct Machine {
    const driver::Profile* driver = nullptr;
    std::optional<driver::KernelVersion> kernel;  ///< unknown: any hazard may concern it
    std::optional<driver::Bus> bus;
};

/// Finds: what can never fire, and why; what fires on ordinary things; a reset on one symptom; rungs that are
/// skipped or never reached; limits that limit nothing, or contradict each other; and of a driver that is named:
/// rungs that its hazards forbid, that it has no way for, that nobody tried, that take Bluetooth or others down.
/// In the order of their places.
std::vector<config::Finding> advice(const Policy& policy, const Machine& machine = {});

/// Whether advice() says that it can never fire.
bool can_never_fire(const Policy& policy);

/// The methods that the driver's hazards rule out on this machine, for policy::Engine.
std::vector<driver::Method> forbidden_methods(const Machine& machine);

}  // namespace wlanmedic::policy
