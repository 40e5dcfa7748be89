// SPDX-License-Identifier: MIT
// A ladder that is running: which rung, what has come of it (docs/policy.md, rule 10).
#pragma once

#include <cstddef>
#include <optional>

#include "policy/interface_state.h"
#include "policy/policy.h"

namespace wlanmedic::policy {

class Ladder {
public:
    enum class Outcome : std::uint8_t {
        undecided,
        proved,  ///< and healthy for as long as was asked
        failed,  ///< this rung: the next one is to follow
        refused,
        broken_off,  ///< the whole ladder, without a verdict
    };

    bool running() const { return rung_ != nullptr; }
    void begin_rung(const Rung& rung, const InterfaceState& on, wifi::Instant now);
    void end() { *this = Ladder(); }

    /// What the event did to the link of its interface: bits of InterfaceState::Told.
    void follow(std::uint8_t told);
    /// An event that concerns its interface, the machine, or the action.
    void on(const wifi::Payload& payload);
    /// After all that an event tells: what has become of the rung.
    Outcome look(const InterfaceState& interface, wifi::Instant now);

    /// When time alone decides.
    wifi::Instant deadline(const InterfaceState& interface) const;

private:
    bool is_proved(const InterfaceState& interface, wifi::Instant now) const;

    const Rung* rung_ = nullptr;
    wifi::Instant decided_at_;
    std::optional<wifi::Instant> proved_at_;
    bool stood_ = false;  // the link, at the decision, and it was not made since
    bool made_ = false;   // since the decision
    bool answered_ = false;
    bool finished_ = false;  // the action: all its steps were done
    // Of the event that is being looked at.
    bool lost_now_ = false;
    bool refused_now_ = false;
    bool broken_off_now_ = false;
};

}  // namespace wlanmedic::policy
