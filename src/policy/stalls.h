// SPDX-License-Identifier: MIT
// Signs that a link is up and dead, as the watches on stalls see them (docs/policy.md, rule 4). Each is kept for
// an interface once, however many watches ask for it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "outage/stall.h"
#include "policy/short_text.h"
#include "wifi/event.h"

namespace wlanmedic::policy {

class Stalls {
public:
    /// `up`: the link after the event. What the event did to it was said before. Whether a stall begins, ends or
    /// goes on for longer by it.
    bool on(const wifi::Payload& payload, bool up, wifi::Instant now);
    void link_lost() { forget(); }
    void link_made();  ///< also anew, or with another access point
    void forget();

    /// When it began, if it goes on at `now`.
    std::optional<wifi::Instant> begun(outage::Stall::Kind kind, wifi::Instant now) const;
    /// The latest instant at which it goes on, if nothing happens.
    wifi::Instant goes_on_until(outage::Stall::Kind kind) const;

private:
    static constexpr std::size_t kinds = 7;
    static constexpr std::size_t most_counters = 16;
    struct Reading {
        ShortText name;
        std::int64_t value = 0;
        bool received = false;  // else sent
    };

    bool on_counter(const wifi::Counter& counter, wifi::Instant now);
    std::optional<wifi::Instant>& of(outage::Stall::Kind kind) { return begun_[static_cast<std::size_t>(kind)]; }
    bool begin(outage::Stall::Kind kind, wifi::Instant now) {
        if (of(kind)) return false;
        of(kind) = now;
        return true;
    }
    bool end(outage::Stall::Kind kind) {
        if (!of(kind)) return false;
        of(kind).reset();
        return true;
    }

    std::array<std::optional<wifi::Instant>, kinds> begun_{};
    wifi::Instant last_notice_;  // of missed beacons
    bool answered_ = false;      // a probe, on this link
    bool flowed_ = false;        // a load, on this link
    bool sent_ = false;          // a counter of frames sent grew since one of frames received last did
    std::array<Reading, most_counters> readings_{};
    std::size_t read_ = 0;
};

}  // namespace wlanmedic::policy
