// SPDX-License-Identifier: MIT
// Rates and probabilities with exact intervals, from outages as they come and from what others counted.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "outage/detector.h"
#include "outage/outage.h"
#include "stats/interval.h"

namespace wlanmedic::metrics {

struct Metric {
    std::string name;                     ///< unique: "connection_loss.rate_per_hour"
    std::optional<double> value;          ///< nothing where it cannot be told (no hours, no events)
    std::string unit;                     ///< "1/h", "1" for a probability (a fraction), "s"
    std::uint64_t n = 0;                  ///< events; of a probability the trials
    std::optional<double> hours;          ///< the exposure that a rate stands on
    std::optional<stats::Interval> ci95;  ///< Garwood for rates, Clopper-Pearson for probabilities
    std::string source;                   ///< "logs", "counts", "logs and counts"
};

/// What somebody else counted over a time of which only notes survive.
struct CountedRun {
    struct Count {
        std::uint64_t count = 0;
        std::optional<std::uint64_t> escalated;
    };
    double hours = 0;
    std::optional<wifi::Instant> from;  ///< with `to`: what logs tell of this time is counted here already
    std::optional<wifi::Instant> to;
    std::map<std::string, Count> counts;

    bool covers(wifi::Instant at) const { return from && to && at >= *from && at <= *to; }
};

/// One figure of the evidence as a whole, each happening once.
struct Total {
    std::uint64_t count = 0;
    std::string source;  ///< as in Metric
};
/// After leave_out_counted().
std::map<std::string, Total> totals_of(const outage::Totals& totals, const std::vector<CountedRun>& runs);

/// Has the detector's totals leave out what the runs counted; before the first event.
void leave_out_counted(outage::Detector& detector, const std::vector<CountedRun>& runs);

/// Hours that the links were meant to be up: watched by logs, and beside them those of which others counted.
/// Stretches without times are left out.
double hours_of(const std::map<std::string, std::vector<outage::Watch>>& watches,
                const std::vector<CountedRun>& runs);

class Accumulator {
public:
    /// `blackhole`: how long an outage may last before it is one.
    Accumulator(wifi::Duration blackhole, std::vector<CountedRun> runs);

    void add(const outage::Outage& outage);

    using Watches = std::map<std::string, std::vector<outage::Watch>>;
    /// `stated_hours` take the place of all hours watched and counted.
    std::vector<Metric> metrics(const Watches& watches, const std::map<std::string, Total>& totals,
                                std::optional<double> stated_hours) const;

    std::uint64_t outages() const { return outages_; }
    std::uint64_t failures() const { return failures_; }
    std::uint64_t blackholes() const { return blackholes_; }

private:
    struct Tally {
        std::uint64_t failures = 0;
        std::uint64_t decided = 0;  ///< of them, known to be a blackhole or not
        std::uint64_t escalated = 0;
    };
    struct ByOrigin {
        Tally outside;  ///< of the runs that counted such
        Tally inside;
    };
    /// The runs that counted such.
    std::vector<const CountedRun*> runs_with(const std::string& name) const;
    void add_to(ByOrigin& tallies, const std::string& name, const outage::Outage& outage,
                std::optional<bool> blackhole) const;

    wifi::Duration limit_;
    std::vector<CountedRun> runs_;
    std::map<std::string, ByOrigin> classes_;
    ByOrigin all_;
    std::uint64_t outages_ = 0;
    std::uint64_t failures_ = 0;
    std::uint64_t blackholes_ = 0;
    std::optional<double> longest_s_;
};

}  // namespace wlanmedic::metrics
