// SPDX-License-Identifier: MIT
// Losses that bring on losses: a Hawkes process with an exponential kernel, drawn and fitted.
#pragma once

#include <optional>
#include <vector>

#include "whatif/model.h"
#include "whatif/random.h"

namespace wlanmedic::whatif {

/// The instants of one stretch, one after another, from a history without losses. Exact, without thinning:
/// A. Dassios, H. Zhao, "Exact simulation of Hawkes process with exponentially decaying intensity", Electronic
/// Communications in Probability 18 (2013).
class LossTimes {
public:
    explicit LossTimes(const SelfExciting& process);

    /// Hours from the begin of the stretch; nothing where none comes any more.
    std::optional<double> next(Stream& stream);

private:
    SelfExciting process_;
    double excess_ = 0;  // of the rate over its base, just after the last loss
    double at_ = 0;
};

/// Time with the link up in which losses were watched.
struct Stretch {
    double hours = 0;   ///< above 0
    double losses = 0;  ///< so many; a fraction where counts of different exposures were put together
    std::vector<double>
        at_hours;  ///< when, ascending, from the begin of the stretch; empty where only their number is known
};

/// The posterior of the process on a grid; a draw is uniform within its cell (in the logarithm of base and decay).
///
/// Prior: base rate by Jeffreys (weight base^-1/2), branching ratio Beta(1, 2) up to 0.95, decay log-uniform
/// between 1/h and 360/h (an hour to 10 s). A stretch whose times are known weighs by the exact likelihood of the
/// process, one with a bare number by that of the sum of the clusters' sizes (Consul's generalized Poisson
/// distribution), which takes each cluster to lie within the stretch.
class SelfExcitingPosterior {
public:
    /// `independent`: the branching ratio is 0, and the base rate has its exact Gamma posterior.
    SelfExcitingPosterior(const std::vector<Stretch>& stretches, bool independent);

    SelfExciting draw(Stream& stream) const;

private:
    struct Cell {
        double base = 0;
        double branching = 0;
        double decay = 0;
        double up_to = 0;  // cumulated weight
    };
    std::vector<Cell> cells_;
    double base_step_ = 0;  // ratio of neighbours
    double decay_step_ = 0;
    double branching_step_ = 0;
    double losses_ = 0;
    double hours_ = 0;
};

/// Of the exact likelihood, times in hours. The process starts without a history.
double log_likelihood(const SelfExciting& process, const Stretch& stretch);

}  // namespace wlanmedic::whatif
