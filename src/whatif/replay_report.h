// SPDX-License-Identifier: MIT
// What replay found, for people and for programs (schema wlanmedic.replay/1, docs/replay.schema.json).
#pragma once

#include <string>
#include <vector>

#include "whatif/chance.h"
#include "whatif/replay.h"

namespace wlanmedic::whatif {

struct ReplayReport {
    std::vector<std::shared_ptr<const policy::Policy>> policies;  ///< as results
    std::vector<PolicyReplay> results;
    std::vector<OutageSummary> outages;
    wifi::Duration blackhole_limit{0};
    double hours = 0;                   ///< that the links were meant to be up
    Rates rates;                        ///< of the evidence
    std::vector<std::string> warnings;  ///< of the policies and the evidence
};

/// All policies in one table, then each firing and each miss.
std::string text_replay(const ReplayReport& report);
std::string json_replay(const ReplayReport& report);

}  // namespace wlanmedic::whatif
