// SPDX-License-Identifier: MIT
// What a simulation rests on, for simulate and for tune: the evidence, what it does not tell, and what was played.
// And how both write a figure.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "whatif/simulate.h"

namespace wlanmedic::app {

struct FitReport {
    std::vector<std::string> files;
    std::string prior;   ///< its name; empty where none was asked for
    std::string driver;  ///< whose hazards forbid rungs; empty where none was named
    bool independent = false;
    whatif::Plan plan;
    whatif::Summary summary;  ///< what the model was fitted to, the named prior included
    std::vector<std::string> warnings;
};

/// What of the model the evidence says nothing of, so that it rests on weak priors alone.
std::vector<std::string> resting_on_priors(const whatif::Summary& summary, bool independent);

/// A line for each thing to know before a figure is believed.
std::string fit_text(const FitReport& report);
/// The keys from "evidence" to "warnings".
void add_fit(nlohmann::ordered_json& document, const FitReport& report);

/// What is supposed, in one sentence.
const char* meaning_of(whatif::Hypothesis hypothesis);

/// Three digits, or all before the point.
std::string short_number(double value);
/// One digit, or all before the point.
std::string error_text(double error);
/// "7.1 [2, 20] ±0.3"
std::string estimate_text(const whatif::Estimate& estimate);
nlohmann::ordered_json estimate_json(const whatif::Estimate& estimate);

}  // namespace wlanmedic::app
