// SPDX-License-Identifier: MIT
// Asks all hypotheses about one outage, and says in one sentence what a person can do about it.
#pragma once

#include "hypothesis/hypothesis.h"
#include "outage/outage.h"

namespace wlanmedic::hypothesis {

struct Diagnosis {
    std::vector<Hypothesis> hypotheses;  ///< none for what is no failure
    std::string advice;                  ///< one sentence; never empty
};

Diagnosis judge(const outage::Outage& outage);

}  // namespace wlanmedic::hypothesis
