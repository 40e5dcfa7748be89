// SPDX-License-Identifier: MIT
// A run's folder before the judge: explain is asked as a program of its own, which sees the evidence alone.
#pragma once

#include <filesystem>
#include <string>

#include "lab/scenario/scenario.h"
#include "lab/truth/judgement.h"

namespace wlanmedic::lab {

/// What `PROGRAM explain --format json FOLDER` writes. Errors: it failed, and what it said; it took over 10 min.
wifi::Result<std::string> explain_folder(const std::string& program, const std::filesystem::path& folder);

/// Truth is read from the folder's truth/, and `program` (wlanmedic itself) explains.
wifi::Result<Judgement> judge_folder(const std::string& program, const std::filesystem::path& folder,
                                     const Scenario& scenario);

/// Of the outages that explain found: either end's, in seconds.
double largest_error_s(const Judgement& judgement);
/// True outages that explain found, whatever else it says of them.
std::size_t explained_outages(const Judgement& judgement);

}  // namespace wlanmedic::lab
