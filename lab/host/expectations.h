// SPDX-License-Identifier: MIT
// Whether a run told what its scenario expects: lines in their order, and lines that must not come.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "lab/scenario/scenario.h"

namespace wlanmedic::lab {

/// One sentence for each expectation that did not hold. Order within a file is that of its lines; between files it
/// is by their times, and within 1.5 s of each other any order holds where one is the kernel's (its log counts
/// from boot, and the clock was read to the second).
std::vector<std::string> unmet_expectations(const Scenario& scenario, const std::filesystem::path& folder);

}  // namespace wlanmedic::lab
