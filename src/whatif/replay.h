// SPDX-License-Identifier: MIT
// What a policy would have done on a night that was recorded. The world after an action of it is not in the
// evidence: from its first action on, what really happened is played on.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "outage/detector.h"
#include "outage/outage.h"
#include "policy/engine.h"

namespace wlanmedic::whatif {

/// One ladder that the policy would have begun.
struct Firing {
    wifi::Instant at;
    std::string interface;
    std::size_t trigger = 0;              ///< index into Policy::triggers
    std::vector<driver::Method> actions;  ///< the first, and those that would have followed as nothing had changed
    std::optional<std::uint64_t> outage;  ///< id of the outage that it falls into
    std::optional<wifi::Duration> after_loss;  ///< of that outage
    /// Until the link came back by itself; nothing where the evidence ends before, or falls into no outage.
    std::optional<wifi::Duration> before_end;
    std::string false_alarm;          ///< why it is one; empty: it is none as far as the evidence tells
    wifi::Duration saved_at_most{0};  ///< of dead time: all that was left of it; of an open end as far as is known
};

/// An outage as replay needs it.
struct OutageSummary {
    std::uint64_t id = 0;
    std::string interface;
    wifi::Instant lost;  ///< earliest receipt of the loss
    std::optional<wifi::Instant> end;
    wifi::Instant seen_until;
    /// The attempt to join that made the link again had begun.
    std::optional<wifi::Instant> healing_since;
    outage::Class outage_class = outage::Class::unknown;
    bool failure = true;
    bool blackhole = false;
};
OutageSummary summary_of(const outage::Outage& outage, wifi::Duration blackhole_limit);

/// A blackhole in which the policy did nothing.
struct Missed {
    std::uint64_t outage = 0;
    std::string because;  ///< what stood against it when it came closest
};

struct PolicyReplay {
    std::string name;  ///< Policy::name
    std::vector<Firing> firings;
    std::vector<Missed> missed;
    wifi::Duration saved_at_most{0};   ///< each outage counted once
    std::vector<std::string> remarks;  ///< what the policy watches and the evidence does not tell
};

/// Plays one policy beside the detector of outages.
class Replay {
public:
    static constexpr std::size_t most_firings = 100'000;

    Replay(std::shared_ptr<const policy::Policy> policy, const std::vector<driver::Method>& forbidden);

    void on(const wifi::Event& event);
    /// The evidence of one machine ends. `until`: how far its lines reach.
    void finish(std::optional<wifi::Instant> until);

    /// After the last finish(). `coverage`: of all the evidence.
    PolicyReplay result(const std::vector<OutageSummary>& outages) const;

private:
    // What stood against a decision from here on.
    struct Standing {
        wifi::Instant since;
        policy::Held held = policy::Held::no_trigger;
        std::size_t gate = 0;
        auto operator<=>(const Standing&) const = default;
    };

    void take(const std::optional<policy::Decision>& decision);
    void run_timers(wifi::Instant until);
    void note_standing(wifi::Instant now);
    std::string held_within(wifi::Instant from, wifi::Instant to) const;

    std::shared_ptr<const policy::Policy> policy_;
    policy::Engine engine_;
    wifi::Event timer_;
    std::vector<Firing> firings_;
    std::uint64_t firings_left_out_ = 0;
    std::optional<std::uint64_t> ladder_;  // of the latest firing, in the engine of this machine
    wifi::Instant now_;
    std::vector<Standing> standings_;
    std::vector<bool> seen_;  // by alternative of wifi::Payload
};

}  // namespace wlanmedic::whatif
