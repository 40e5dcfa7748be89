// SPDX-License-Identifier: MIT
// The automaton that a policy is: events in, decisions out. docs/policy.md is its meaning, tests/vectors/policy
// fixes it. It has no clock, does no I/O, allocates nothing after its construction, and is the same for the same
// events.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "policy/policy.h"
#include "wifi/event.h"

namespace wlanmedic::policy {

struct Decision {
    enum class Kind : std::uint8_t {
        act,      ///< do what the rung says
        healthy,  ///< the ladder has ended, and its last action is proved
        gave_up,  ///< too many ladders without proof: no action follows until a boot
    };
    Kind kind = Kind::act;
    wifi::Instant at;
    std::string_view interface;                           ///< until the engine is told of a renaming, or ends
    driver::Method method = driver::Method::reassociate;  ///< of the last action where it is none
    std::size_t rung = 0;                                 ///< index into Policy::rungs
    std::size_t trigger = 0;                              ///< index into Policy::triggers: what began the ladder
    std::uint64_t ladder = 0;                             ///< from 1: the so-manieth of this engine
};

/// Why nothing was decided for an interface on which a trigger holds; the first that applies, in this order.
enum class Held : std::uint8_t {
    no_trigger,  ///< none holds
    running,     ///< a ladder is running, or has ended with what was just decided
    gave_up,
    suspended,
    radio_blocked,
    grace,
    cool_down,
    per_hour,
    per_day,
    per_boot,
    gate,     ///< Engine::held_by_gate() is the index of the first that does not hold
    no_rung,  ///< every rung is forbidden
};

class Engine {
public:
    static constexpr std::size_t most_interfaces = 8;

    /// `forbidden`: methods that the driver's hazards rule out, besides Policy::never.
    explicit Engine(std::shared_ptr<const Policy> policy, const std::vector<driver::Method>& forbidden = {});
    ~Engine();
    Engine(Engine&&) noexcept;
    Engine& operator=(Engine&&) noexcept;

    std::optional<Decision> on(const wifi::Event& event);

    /// When wifi::TimerFired is to be given at the latest; nothing where time alone changes nothing.
    std::optional<wifi::Instant> next_deadline() const;

    /// Of the interface for which most was in place at the latest event.
    Held held() const;
    /// Policy::gates.size() where it is that the link is not down, and no gate speaks of the link.
    std::size_t held_by_gate() const;

    /// Whether such an event may bear on a decision at all, but for what it says of the link and its keys.
    /// `event`: index of the alternative in wifi::Payload.
    bool heeds(std::size_t event) const;

    const Policy& policy() const;
    /// Events of interfaces beyond most_interfaces, and of names longer than 63 bytes.
    std::uint64_t left_out() const;

    /// As it was when it was constructed, and nothing is allocated: simulation plays one engine over many nights.
    void reset();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace wlanmedic::policy
