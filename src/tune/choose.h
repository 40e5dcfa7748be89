// SPDX-License-Identifier: MIT
// From all candidates to a few, and from these to one: dead time against resets.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "tune/nights.h"
#include "tune/results.h"
#include "tune/space.h"

namespace wlanmedic::tune {

/// So many candidates go into the last round; of a longer front those spread over its dead time.
inline constexpr std::size_t most_finalists = 64;
/// The last round has so many times the draws of the sweep, and other ones: luck that put a candidate onto the
/// front is not in its figures.
inline constexpr std::uint32_t final_draws = 4;
/// What the chosen one may save less than the best, for fewer resets.
inline constexpr double worth = 0.95;

/// Candidates to which no other has fewer dead seconds at as many or fewer resets; ascending by resets. Those
/// above `most_resets` a day are left out. Of equal ones the first.
std::vector<std::size_t> nominal_front(const std::vector<Result>& results, std::optional<double> most_resets);

struct Finalist {
    std::optional<std::size_t> candidate;  ///< nothing: `none`
    std::shared_ptr<const policy::Policy> policy;
    Draws draws;
    whatif::Outcome outcome;
    ReplayFigures replay;
};

/// `none` and these candidates, played through the nights of the last round. Nothing where `watch` ended it.
std::optional<std::vector<Finalist>> last_round(const Space& space, const World& world, const Recorded& recorded,
                                                const std::vector<std::size_t>& candidates, unsigned threads,
                                                const std::function<bool(std::size_t done)>& watch);

struct Front {
    /// Indices of finalists, ascending by resets, `none` first; each has fewer dead seconds than the one before
    /// it, by more than chance.
    std::vector<std::size_t> members;
    std::size_t not_told_apart = 0;  ///< finalists that are not, from the one before
    std::size_t over_limit = 0;      ///< finalists with more than `most_resets`
    std::size_t chosen = 0;          ///< index of a member: the first that saves `worth` of what the last saves
};
Front front_of(const std::vector<Finalist>& finalists, double hours, std::optional<double> most_resets);

/// How many candidates of the sweep differ from this one by no more than chance, in dead time and in resets.
std::size_t as_good_as(const std::vector<Result>& results, std::size_t candidate);

/// The least dead time for each count and window, over the other axes: the candidate. Nothing where none can fire,
/// or all have too many resets. Row for row of the counts.
std::vector<std::optional<std::size_t>> best_of_each(const Space& space, const std::vector<Result>& results,
                                                     std::optional<double> most_resets);

}  // namespace wlanmedic::tune
