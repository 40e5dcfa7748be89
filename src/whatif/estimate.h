// SPDX-License-Identifier: MIT
// From many nights under many draws of the parameters to figures, each with what the parameters leave open and,
// apart from it, what the number of nights does.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "whatif/play.h"
#include "whatif/recoveries.h"

namespace wlanmedic::whatif {

/// `low` and `high`: 95 % of the draws of the parameters lie between them, once what the chance of single nights
/// adds to their scatter is taken out. `error`: the standard error of `value` that comes from playing no more than
/// so many draws and nights.
struct Estimate {
    double value = 0;
    double low = 0;
    double high = 0;
    double error = 0;
};

struct Outcome {
    Estimate losses_per_day;
    Estimate blackholes_per_day;
    Estimate dead_s_per_day;
    Estimate escalation;        ///< share of the losses; draws without any do not count
    Estimate worst_recovery_s;  ///< longest outage of a night; 0 of a night without
    Estimate p95_recovery_s;    ///< 95 % of a draw's outages are not longer, to 1.1 %; chance is not taken out
    Estimate actions_per_day;
    Estimate resets_per_day;  ///< actions but `reassociate`
    Estimate false_alarms_per_day;
    std::uint64_t nights = 0;
    std::uint64_t gave_up = 0;     ///< nights in which the policy did
    std::uint64_t cut_nights = 0;  ///< with more losses than Night::most_losses
};

/// The nights under one draw.
struct DrawTally {
    enum Figure : std::uint8_t { losses, blackholes, dead_s, longest_s, actions, resets, false_alarms, escalated };
    static constexpr std::size_t figures = 8;

    std::array<double, figures> sum{};
    std::array<double, figures> squares{};
    double losses_by_escalated = 0;
    double p95_s = 0;
    bool any_outage = false;
    std::uint64_t nights = 0;
    std::uint64_t gave_up = 0;
    std::uint64_t cut = 0;

    void add(const NightResult& night, bool was_cut);
    /// After the last night.
    void add(const Recoveries& recoveries);
};

/// The tallies of all draws, in their order; at least one draw, with at least one night each.
Outcome conclude(const std::vector<DrawTally>& draws, double hours_of_a_night);

}  // namespace wlanmedic::whatif
