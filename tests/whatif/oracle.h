// SPDX-License-Identifier: MIT
// R as the oracle: numbers that it prints for a script. Without Rscript (r-base-core) the test fails.
#pragma once

#include <string>
#include <vector>

namespace wlanmedic::whatif {

/// All numbers on its standard output; throws where there is no R, or the script fails.
std::vector<double> ask_r(const std::string& script);

}  // namespace wlanmedic::whatif
