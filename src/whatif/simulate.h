// SPDX-License-Identifier: MIT
// Many nights under many draws of the parameters, on all processors: the same to the bit for any number of them.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "policy/policy.h"
#include "whatif/estimate.h"
#include "whatif/fit.h"

namespace wlanmedic::whatif {

struct Plan {
    static constexpr std::uint32_t most_draws = 100'000;
    static constexpr std::uint32_t most_nights = 1'000'000;
    static constexpr double longest_night_h = 8760;
    static constexpr unsigned most_threads = 256;

    std::uint64_t seed = 1;
    std::uint32_t draws = 400;  ///< of the parameters; 2 to most_draws
    std::uint32_t nights = 50;  ///< under each draw; 2 to most_nights
    double hours = 10.5;        ///< of a night; above 0, at most longest_night_h
    unsigned threads = 1;       ///< 1 to most_threads
    Hypothesis hypothesis = Hypothesis::wedged;
};

/// The mean over the draws of the plan, in the long run: how much there is to play. Of a draw at most
/// Night::most_losses count.
double losses_of_a_night(const Posterior& posterior, const Plan& plan);

/// One outcome for each policy. All play the same nights (common random numbers), which do not depend on how many
/// policies there are, nor does a draw depend on how many draws there are. `forbidden`: methods that the driver's
/// hazards rule out. `progress` is called about ten times a second, from this thread, with the share that is done;
/// where it answers false, all ends and nothing is given back.
std::optional<std::vector<Outcome>> simulate(const Posterior& posterior,
                                             const std::vector<std::shared_ptr<const policy::Policy>>& policies,
                                             const std::vector<driver::Method>& forbidden, const Plan& plan,
                                             const std::function<bool(double)>& progress = {});

}  // namespace wlanmedic::whatif
