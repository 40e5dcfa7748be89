// SPDX-License-Identifier: MIT
// What a simulation found, for a terminal and as JSON (schema wlanmedic.simulate/1, docs/simulate.schema.json).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "fit_report.h"
#include "policy/policy.h"
#include "whatif/night.h"
#include "whatif/simulate.h"

namespace wlanmedic::app {

struct SimulateReport {
    struct UnderHypothesis {
        whatif::Hypothesis hypothesis;
        std::vector<whatif::Outcome> outcomes;  ///< in the order of `policies`
    };

    FitReport fit;
    std::vector<std::shared_ptr<const policy::Policy>> policies;
    std::vector<UnderHypothesis> results;
};

std::string simulate_text(const SimulateReport& report);
std::string simulate_json(const SimulateReport& report);

}  // namespace wlanmedic::app
