// SPDX-License-Identifier: MIT
// What the engine knows of one interface (docs/policy.md, rules 3 to 7).
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "link/link.h"
#include "outage/symptoms.h"
#include "policy/failed_attempts.h"
#include "policy/rules.h"
#include "policy/short_text.h"
#include "policy/stalls.h"
#include "policy/watch_state.h"

namespace wlanmedic::policy {

class InterfaceState {
public:
    /// `rules` must outlive it.
    explicit InterfaceState(const Rules& rules);
    /// As when it was constructed; the interface comes under this name.
    void begin(std::string_view name);

    /// What one event did to the link; bits.
    enum Told : std::uint8_t {
        nothing = 0,
        lost = 1,
        made = 2,     ///< also with another access point, or anew
        changed = 4,  ///< its state, or whether it is of a station; or it is made; or an attempt at it failed in a
                      ///< way that is asked for
        stalled = 8,  ///< a stall begins, ends, or goes on for longer
    };
    std::uint8_t on(const wifi::Payload& payload, std::uint16_t about, wifi::Instant now);
    /// A change of the link that only a wifi::StationState told (link::Link::overdue).
    std::uint8_t on_late(const wifi::Payload& next, bool concerns, wifi::Instant now);

    /// A suspend or a gap: the watches, and what is kept since the loss.
    void forget();
    /// Besides: that it ever worked, who waits, a block of the radio.
    void forget_all();
    void empty_event_watches();

    /// When a reset of ours was decided, or had finished; nothing once the link is made.
    std::optional<wifi::Instant> own_reset() const { return own_reset_; }
    void set_own_reset(std::optional<wifi::Instant> at) { own_reset_ = at; }

    bool is_up() const { return link.state() == link::State::up; }
    bool is_linked_with_keys() const { return is_up() && keys_; }
    wifi::Instant made_at() const { return made_at_; }

    /// After all that the engine is told.
    static constexpr wifi::Instant never = wifi::Instant::max();

    /// The stretch in which a watch holds if nothing happens from `now` on; from `never` where it does not come to
    /// that.
    struct Stretch {
        wifi::Instant from = never;
        wifi::Instant until = never;
    };
    Stretch holds(std::size_t watch, wifi::Instant now) const;
    /// The earliest instant from `now` on at which the condition may hold if nothing happens; or `never`.
    wifi::Instant may_hold(const Rules::Check& check, wifi::Instant now) const;

    ShortText name;
    ShortText phy;
    link::Link link;
    bool radio_blocked = false;

private:
    struct Waits {
        ShortText who;
        wifi::Instant until;
    };
    static constexpr std::size_t most_waiting = 4;

    std::uint8_t follow(const link::Change& change, const wifi::Payload& told_by, wifi::Instant at,
                        wifi::Instant now);
    void on_waiting(const wifi::Payload& payload, wifi::Instant now);
    void on_signal(const wifi::Payload& payload, wifi::Instant now);
    std::optional<wifi::Instant> waiting_until(wifi::Instant now) const;

    const Rules* rules_;
    std::vector<WatchState> watches_;
    outage::Symptoms symptoms_;
    FailedAttempts failed_;
    Stalls stalls_;
    std::optional<wifi::Instant> lost_at_;
    wifi::Instant made_at_;
    bool keys_ = false;
    bool worked_ = false;
    std::optional<wifi::Instant> asked_at_;  // somebody asked to leave
    bool asked_ = false;                     // so shortly before the loss, or since
    std::optional<wifi::Instant> own_reset_;
    std::array<Waits, most_waiting> waits_{};
    std::size_t waiting_ = 0;
    // The access point of the link was last heard so; nothing where not told.
    std::optional<int> dbm_;
    wifi::Instant heard_at_;
};

/// Does the request mean that the link is to be left?
bool asks_to_leave(const wifi::UserRequest& request);

}  // namespace wlanmedic::policy
