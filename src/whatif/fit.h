// SPDX-License-Identifier: MIT
// From what evidence counted to what the model's figures may be: a posterior, and draws of it. Small counts stay
// small: nothing is a point estimate.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "whatif/model.h"
#include "whatif/random.h"
#include "whatif/self_exciting.h"
#include "wifi/error.h"

namespace wlanmedic::whatif {

/// Of logarithms of seconds: all that a log-normal distribution's posterior needs.
struct LogMoments {
    double n = 0;
    double sum = 0;
    double sum_of_squares = 0;

    void add(double seconds, double times = 1);  ///< taken as 1 ms where shorter
};

struct ClassCount {
    double losses = 0;
    double hours = 0;    ///< that they were watched
    double decided = 0;  ///< of them, known to have escalated or not
    double escalated = 0;
};

/// What evidence says, as far as the model needs it. Summaries of different evidence add up.
struct Summary {
    /// Times of more losses than this are given up for their number.
    static constexpr std::size_t most_times = 2000;

    std::vector<Stretch> stretches;
    std::array<ClassCount, simulated_classes.size()> classes{};
    LogMoments ordinary;                                  ///< seconds
    LogMoments beyond_limit;                              ///< seconds beyond the limit
    double ordinary_told = 0;                             ///< ordinary losses whose way back is told
    double ordinary_failing = 0;                          ///< of them, with failed attempts
    double escalated_told = 0;                            ///< escalated losses whose way back is told
    double access_point_away = 0;                         ///< of them, because the access point was not there
    std::array<double, attempt_names.size()> attempts{};  ///< failed ones in escalated losses
    double decrypt_failures = 0;
    double decrypt_hours = 0;
    int access_points = 0;

    double losses() const;
    double hours() const;  ///< of the stretches
    void add(const Summary& other);
};

/// A prior that is worth some evidence, by name: "bes2600-seed", "lab" (docs/simulate.md). Nothing for another
/// name.
std::optional<Summary> named_prior(std::string_view name, double limit_s);
/// "bes2600-seed, lab"
std::string prior_names();

struct FitOptions {
    double limit_s = 5;
    bool independent = false;  ///< losses do not bring on losses
};

/// Index of the class in simulated_classes; nothing for one that is not simulated.
std::optional<std::size_t> simulated(outage::Class outage_class);

class Posterior {
public:
    /// Evidence that spans less was mostly cut out around a fault: what it shows an hour is not what happens in
    /// one.
    static constexpr double least_hours = 1;

    /// Error: fewer than 2 losses, or less than least_hours.
    static wifi::Result<Posterior> fit(const Summary& summary, const FitOptions& options);

    /// The same for the same seed and number, whatever was drawn before. The hypothesis is what is supposed.
    Model draw(std::uint64_t seed, std::uint32_t number, Hypothesis hypothesis) const;

    const Summary& summary() const { return summary_; }

private:
    Posterior(Summary summary, const FitOptions& options);

    Summary summary_;
    FitOptions options_;
    SelfExcitingPosterior losses_;
};

}  // namespace wlanmedic::whatif
