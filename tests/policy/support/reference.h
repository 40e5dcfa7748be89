// SPDX-License-Identifier: MIT
// docs/policy.md once more, written down as plainly as it reads: it keeps lists of all that happened, and looks
// through them whenever something is asked. What the engine decides is held against it.
#pragma once

#include <deque>
#include <list>
#include <set>
#include <string>
#include <vector>

#include "link/link.h"
#include "outage/symptoms.h"
#include "policy/engine.h"

namespace wlanmedic::policy {

class Reference {
public:
    explicit Reference(Policy policy, std::vector<driver::Method> forbidden = {});

    std::optional<Decision> on(const wifi::Event& event);

    // What is true now; for properties that must hold of every decision.
    bool is_forbidden(const std::string& interface) const;

private:
    struct Occurrence {
        wifi::Instant at;
        std::optional<wifi::MacAddress> bssid;
    };
    struct Watched {
        Watch rule;
        std::deque<Occurrence> occurrences;
        std::optional<std::int64_t> reading;
    };
    struct Failed {
        std::set<Failure> ways;
        std::optional<wifi::MacAddress> bssid;
    };
    struct Comeback {
        std::optional<wifi::MacAddress> bssid;
        bool ours = false;
    };
    struct Sign {  // on this link
        wifi::Instant at;
        wifi::Payload payload;
        bool up = false;
    };
    struct Interface {
        std::string name;
        std::string phy;
        link::Link link;
        outage::Symptoms symptoms;
        std::vector<Watched> watches;
        std::vector<Failed> failed;
        std::deque<Comeback> comebacks;
        std::vector<Sign> signs;
        std::optional<wifi::Instant> lost_at;
        std::optional<wifi::Instant> asked_at;
        bool asked = false;
        std::optional<std::pair<wifi::Instant, int>> heard;
        std::vector<std::pair<std::string, wifi::Instant>> waits;
        std::optional<wifi::Instant> our_reset;
        bool worked = false;
        bool blocked = false;
        bool keys = false;
        wifi::Instant made_at;
    };
    struct Running {
        Interface* on = nullptr;
        std::size_t rung = 0;
        std::size_t trigger = 0;
        wifi::Instant decided_at;
        std::optional<wifi::Instant> proved_at;
        bool stood = false;
        bool made = false;
        bool answered = false;
        bool finished = false;
        int actions = 0;
        std::optional<wifi::Instant> reset_before;
    };

    Interface* interface_of(const wifi::Event& event);
    void rename(const wifi::InterfaceRenamed& renamed);
    void follow(Interface& interface, const link::Change& change, const wifi::Payload& by, wifi::Instant at);
    void tell(Interface& interface, const wifi::Payload& payload);
    bool count_failure(Interface& interface, const wifi::Payload& payload);
    void occur(Interface& interface, Watched& watch, std::uint64_t times,
               const std::optional<wifi::MacAddress>& bssid);
    void forget(Interface& interface);

    std::optional<wifi::Instant> stall_begun(const Interface& interface, outage::Stall::Kind kind) const;
    bool holds(const Interface& interface, const Watched& watch) const;
    bool holds(const Interface& interface, const Condition& condition, const Watched* watch) const;
    bool gates_hold(const Interface& interface) const;
    bool budgets_allow() const;
    std::optional<std::size_t> allowed_rung(std::size_t from) const;

    std::optional<Decision> look_at_ladder(const wifi::Event& event);
    std::optional<Decision> next_rung();
    std::optional<Decision> look_at_triggers();
    Decision act(std::size_t rung);
    Decision decided(Decision::Kind kind) const;

    Policy policy_;
    std::set<driver::Method> forbidden_;
    std::optional<wifi::Instant> now_;
    std::list<Interface> interfaces_;
    bool all_blocked_ = false;
    bool suspended_ = false;
    std::optional<wifi::Instant> grace_begun_;
    bool gave_up_ = false;
    int unproved_ = 0;
    std::vector<wifi::Instant> actions_;
    int since_boot_ = 0;
    std::optional<wifi::Instant> latest_decision_;
    wifi::Duration cool_down_{0};
    bool running_ = false;
    Running ladder_;
    std::string last_name_;
    std::uint64_t ladders_ = 0;
    // Of the event that is looked at.
    bool lost_ = false;
    bool broken_off_ = false;
    bool refused_ = false;
};

}  // namespace wlanmedic::policy
