// SPDX-License-Identifier: MIT
// The recorded nights of the evidence, kept in memory: thousands of policies are replayed on them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tune/digest.h"
#include "whatif/replay.h"

namespace wlanmedic::tune {

/// What replay says of one policy.
struct ReplayFigures {
    std::uint64_t firings = 0;
    std::uint64_t false_alarms = 0;
    std::uint64_t missed = 0;  ///< blackholes in which it did nothing
    double saved_s_at_most = 0;

    bool operator==(const ReplayFigures&) const = default;
};

class Recorded {
public:
    /// With more events nothing is kept, and nothing replayed: thousands of policies would take hours.
    static constexpr std::size_t most_events = 200'000;

    void on(const wifi::Event& event);
    void add(const whatif::OutageSummary& outage) { outages_.push_back(outage); }
    /// The evidence of one machine ends.
    void finish(std::optional<wifi::Instant> until);

    bool too_long() const { return too_long_; }
    std::size_t events() const { return events_; }
    /// Of when what kind of event came.
    Digest digest() const { return digest_; }
    /// Nothing where there are no events to replay, or too many.
    bool is_there() const { return !too_long_ && events_ > 0; }
    const std::vector<whatif::OutageSummary>& outages() const { return outages_; }

    /// All zero where it is not there.
    ReplayFigures replay(const std::shared_ptr<const policy::Policy>& policy,
                         const std::vector<driver::Method>& forbidden) const;

private:
    struct Machine {
        std::vector<wifi::Event> events;
        std::optional<wifi::Instant> until;
    };

    std::vector<Machine> machines_{1};
    std::vector<whatif::OutageSummary> outages_;
    std::size_t events_ = 0;
    Digest digest_;
    bool too_long_ = false;
};

}  // namespace wlanmedic::tune
