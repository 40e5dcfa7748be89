// SPDX-License-Identifier: MIT
// The first line about an outage: what to do.
#pragma once

#include <string>
#include <vector>

#include "hypothesis/case.h"
#include "hypothesis/hypothesis.h"

namespace wlanmedic::hypothesis {

std::string advice_on(const Case& of, const std::vector<Hypothesis>& hypotheses);

}  // namespace wlanmedic::hypothesis
