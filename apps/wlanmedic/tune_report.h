// SPDX-License-Identifier: MIT
// What a sweep found: for a terminal, as JSON (schema wlanmedic.tune/1, docs/tune.schema.json), and as the reasons
// of the policy that was chosen.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fit_report.h"
#include "tune/choose.h"

namespace wlanmedic::app {

struct TuneReport {
    struct Heat {
        std::size_t candidate;
        double dead_s;
        double error;
    };
    struct Replayed {
        std::size_t events = 0;  ///< 0: nothing was replayed
        std::size_t outages = 0;
        std::size_t blackholes = 0;
        std::size_t firing = 0;   ///< candidates that fire at all
        std::size_t falsely = 0;  ///< those with a false alarm
        std::size_t missing = 0;  ///< those that do nothing in some blackhole
    };
    /// `none` and the chosen one where another hypothesis holds.
    struct Under {
        whatif::Hypothesis hypothesis;
        whatif::Estimate none_dead_s;
        whatif::Estimate chosen_dead_s;
        whatif::Estimate chosen_resets;
        tune::Difference saved;  ///< dead seconds a day
    };

    FitReport fit;
    const tune::Space* space = nullptr;
    std::optional<double> most_resets;
    Replayed replayed;
    std::vector<std::optional<Heat>> heat;  ///< row for row of the counts
    std::vector<tune::Finalist> finalists;
    tune::Front front;
    std::vector<tune::Difference> saved;  ///< of each member of the front against none, dead seconds a day
    std::vector<std::size_t> as_good;     ///< of each: swept candidates that are not told apart from it
    std::size_t chosen = 0;               ///< index of a member of the front
    bool chosen_by_hand = false;
    policy::Policy policy;  ///< the chosen one
    std::vector<std::string> policy_warnings;
    std::vector<Under> under;
};

enum class Shading : std::uint8_t { none, blocks, colours };
/// Of standard output: colours on a terminal, blocks on one where NO_COLOR is set, else none.
Shading shading_of_output();

std::string tune_text(const TuneReport& report, Shading shading);
std::string tune_json(const TuneReport& report);

/// Dead seconds a day over counts and windows; a table of numbers where there is no shading.
std::string heat_map(const TuneReport& report, Shading shading);

/// Why this one was chosen, in one sentence.
std::string choice_text(const TuneReport& report);
/// What no figure of the sweep tells.
std::vector<std::string> not_known(const TuneReport& report);
/// A comment for each: evidence, figures, replay, what is not known; `command` is how it was made.
std::vector<std::string> reasons(const TuneReport& report, const std::string& command);

}  // namespace wlanmedic::app
