// SPDX-License-Identifier: MIT
// What simulate and tune ask for alike, and what they do first: read the evidence and fit the model to it.
#pragma once

#include <CLI/CLI.hpp>
#include <expected>
#include <string>
#include <vector>

#include "device_options.h"
#include "fit_report.h"
#include "tune/recorded.h"
#include "whatif/simulate.h"

namespace wlanmedic::app {

struct SimulationOptions {
    std::vector<std::string> evidence;
    std::vector<std::string> policy_directories;
    std::vector<std::string> driver_directories;
    DeviceOptions device;
    std::string prior;
    bool independent = false;
    whatif::Plan plan;
};

/// Adds all of them, with `most_draws` as the range of --draws; `plan` has the defaults.
void add_simulation_options(CLI::App& verb, SimulationOptions& options, std::uint32_t most_draws);

struct Fit {
    whatif::Posterior posterior;
    FitReport report;
    policy::Machine machine;
    std::vector<driver::Method> forbidden;  ///< by the driver's hazards
    bool unread = false;                    ///< something that was named could not be read, and was told
};

/// Tells on standard error what is wrong; then the exit status. `drivers` must outlive what is returned.
/// `recorded` gets the events and the outages, if it is wanted.
std::expected<Fit, int> fit_to_evidence(const SimulationOptions& options, const driver::Catalog& drivers,
                                        tune::Recorded* recorded = nullptr);

}  // namespace wlanmedic::app
