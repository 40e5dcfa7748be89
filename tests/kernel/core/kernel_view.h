// SPDX-License-Identifier: MIT
// What a kernel module knows of a policy and of what happens: translated for the core of the connection-loss guard
// (kernel/connloss_guard/connloss_core.h), or refused with a sentence that says what a kernel cannot know.
#pragma once

#include <expected>
#include <map>
#include <string>
#include <vector>

#include "link/link.h"
#include "outage/symptoms.h"
#include "policy/engine.h"

extern "C" {
#include "connloss_core.h"
}

namespace wlanmedic::policy {

/// The policy, or why a kernel cannot follow it.
std::expected<connloss_policy, std::string> kernel_policy_of(const Policy& policy);

/// Follows a machine's links by the rules of src/link, as a module does by what mac80211 calls, and says what it
/// would note. One device: each of at most CONNLOSS_MAX_VIFS interfaces has its place from the first event on that
/// names it.
class KernelView {
public:
    explicit KernelView(const Policy& policy);

    using Noted = std::expected<std::vector<connloss_event>, std::string>;
    /// One happening: all but the last event of it say that there is more. Empty where the event has no time.
    /// Where it is refused it is as if the event had not been.
    Noted on(const wifi::Event& event);
    /// What was decided after that.
    void decided(const connloss_decision& decision);
    /// When a loss, or a link, that only its stages told will be noted; CONNLOSS_NEVER: there is none.
    u64 deadline() const;

    std::string name_of(u8 vif) const;

private:
    struct Interface {
        std::string phy;
        link::Link link;
        outage::Symptoms all;         // as the engine knows them
        outage::Symptoms of_a_guard;  // without faults and the radio: what these change the core knows itself
        u8 vif = 0;
        bool touched = false;  // more was noted than that it is there
    };
    struct Notes;

    std::string tell(Interface& interface, const wifi::Event& event, Notes& notes) const;
    std::string tell_late(Interface& interface, const wifi::Event& event, Notes& notes) const;
    std::string follow(Interface& interface, const link::Change& change, const wifi::Payload& told_by,
                       wifi::Instant at, Notes& notes) const;
    std::string rename(const wifi::InterfaceRenamed& renamed);
    std::string note(const wifi::Event& event, Notes& notes);

    std::map<std::string, Interface> interfaces_;
    std::vector<std::string> order_;  // names, as they were first told
    unsigned places_ = 0;
    wifi::Instant now_{};
    bool failures_asked_beyond_ = false;  // also those that a kernel does not see
    std::vector<Rung> rungs_;
    std::string acting_;  // the method that was decided for last
};

}  // namespace wlanmedic::policy
