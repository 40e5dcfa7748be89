// SPDX-License-Identifier: MIT
// All that explain has to say, but for the outages themselves, which are written one by one as they end.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "evidence/folder.h"
#include "evidence/window.h"
#include "hypothesis/judge.h"
#include "hypothesis/missing.h"
#include "metrics/metrics.h"
#include "outage/outage.h"
#include "outage/stall.h"

namespace wlanmedic::report {

struct Headline {  ///< of an outage, for the summary
    std::uint64_t id = 0;
    std::string interface;
    wifi::Instant start;
    wifi::Duration duration{0};
    bool timed = true;
    bool open_ended = false;
    bool lower_bound = false;
    bool failure = true;
    std::optional<bool> blackhole;
    outage::Trigger trigger;
    std::string advice;
};

Headline headline_of(const outage::Outage& outage, const hypothesis::Diagnosis& diagnosis,
                     wifi::Duration blackhole_limit);

struct Explanation {
    static constexpr std::size_t most_stalls = 1000;

    std::vector<evidence::EvidenceFile> files;
    std::vector<evidence::SkippedFile> skipped;
    std::vector<evidence::Counts> counts;
    std::optional<evidence::Window> window;  ///< what was asked for, where not all was
    std::optional<wifi::Instant> start;
    std::optional<wifi::Instant> end;
    double span_hours = 0;                ///< covered by the evidence, gaps between folders left out
    std::vector<std::string> interfaces;  ///< stations
    std::map<std::string, metrics::Total> totals;
    std::vector<metrics::Metric> metrics;
    std::uint64_t outages = 0;
    std::uint64_t failures = 0;
    std::uint64_t blackholes = 0;
    std::vector<Headline> longest;      ///< failures, the longest first
    std::vector<outage::Stall> stalls;  ///< in the order of their ends, the first most_stalls
    std::uint64_t more_stalls = 0;
    std::vector<hypothesis::Missing> missing;
    wifi::Duration blackhole_limit{0};
    std::vector<std::string> warnings;
};

}  // namespace wlanmedic::report
