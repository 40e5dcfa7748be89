// SPDX-License-Identifier: MIT
// The interfaces that the engine follows, at most eight, in the order in which they were first told
// (docs/policy.md, rule 2).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "policy/engine.h"
#include "policy/interface_state.h"

namespace wlanmedic::policy {

class Interfaces {
public:
    /// An interface keeps its place as long as it is known.
    using Place = std::uint8_t;

    explicit Interfaces(const Rules& rules);
    void reset();

    /// Of the interface that the event names, which is made where it is new; nothing where there are too many, or
    /// where its name is longer than any that the kernel gives. The event must name one.
    std::optional<Place> place_of(const wifi::Event& event) {
        InterfaceState& last = states_[last_];
        if (known_ > 0 && last.name.is(event.interface)) {
            if (!event.phy.empty() && !last.phy.is(event.phy)) last.phy = event.phy;
            return last_;
        }
        return look_up(event);
    }

    /// In their order.
    std::span<const Place> places() const { return std::span(order_).first(known_); }
    InterfaceState& operator[](Place place) { return states_[place]; }
    const InterfaceState& operator[](Place place) const { return states_[place]; }

    struct Renamed {
        Place gone;
        std::optional<Place> heir;  ///< that goes on under its name
    };
    /// What is known of the one goes on under the other name; whatever had that name before is gone, unless it
    /// comes back (link::Links::comes_back). What is gone, if anything is.
    std::optional<Renamed> rename(const wifi::InterfaceRenamed& renamed);

    void note_radio_of_all(bool blocked) { all_blocked_ = blocked; }
    std::uint64_t left_out() const { return left_out_; }

private:
    std::optional<Place> find(std::string_view name) const;
    std::optional<Place> look_up(const wifi::Event& event);
    void remove(Place place);

    std::vector<InterfaceState> states_;
    std::array<Place, Engine::most_interfaces> order_{};  // those known, then the free places
    std::size_t known_ = 0;
    Place last_ = 0;            // of the last event
    bool all_blocked_ = false;  // the radio of whatever comes
    std::uint64_t left_out_ = 0;
};

}  // namespace wlanmedic::policy
