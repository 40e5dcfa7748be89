// SPDX-License-Identifier: MIT
// What the evidence as a whole lacks for a sure answer, and how to have it next time.
#pragma once

#include <string>
#include <vector>

#include "outage/coverage.h"

namespace wlanmedic::hypothesis {

struct Missing {
    std::string what;    ///< "what the supplicant decided"
    std::string leaves;  ///< what cannot be told without it
    std::string record;  ///< the command, or the file
};

/// In the order of worth; none where all is there.
std::vector<Missing> missing_from(const outage::Coverage& coverage);

}  // namespace wlanmedic::hypothesis
