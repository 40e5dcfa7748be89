// SPDX-License-Identifier: MIT
// Where events wait for others to tell the same: the one core of the merge of files and of the merge of live
// sources.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "evidence/event_reader.h"
#include "wifi/event.h"

namespace wlanmedic::evidence {

/// Two sources of exact times that tell the same happening differ by no more (plus the resolution of both).
inline constexpr wifi::Duration told_apart = std::chrono::milliseconds{300};
/// A source that goes back by more (plus its resolution) does not go on: another boot, excerpt, or a set clock.
inline constexpr wifi::Duration step_back = std::chrono::seconds{2};
/// How long events wait, in the time that they are stamped with.
inline constexpr wifi::Duration hold_window = std::chrono::seconds{3};

/// The place in the order of what one source tells, so that time never goes back within it.
class SourceOrder {
public:
    struct Place {
        wifi::Instant key;        ///< the latest instant of the source so far
        bool gap_before = false;  ///< its time went back
    };
    /// What is late by its own word has its own place, and moves nothing.
    Place place(const wifi::Event& event);

private:
    std::optional<wifi::Instant> previous_;
    wifi::Instant key_;
};

class JoinBuffer {
public:
    /// Takes an event in: joined with what another teller told of the same happening, or by itself. `may_join`
    /// false: it is not compared (a lone source has nobody to tell the same).
    void add(std::size_t teller, const SourceOrder::Place& place, RawEvent&& raw, bool may_join);

    bool empty() const { return buffer_.empty(); }
    std::size_t size() const { return buffer_.size(); }
    /// Of the earliest; not where empty.
    wifi::Instant first_key() const { return buffer_.begin()->first; }
    /// Takes the earliest out; its sequence number set, from 1. Not where empty.
    wifi::Event take();

    /// Events near in time that are looked at for the same happening; more come only from a flood.
    static constexpr std::size_t most_compared = 512;
    /// Events that wait for somebody to tell the same; in a flood the earliest go on without.
    static constexpr std::size_t most_held = 16'384;

private:
    struct Held {
        RawEvent raw;
        std::vector<std::size_t> tellers;  // whose line is among the receipts
    };
    using Buffer = std::multimap<wifi::Instant, Held>;

    bool join(std::size_t teller, wifi::Instant key, RawEvent& raw);
    void keep_order(const Held& exact);

    Buffer buffer_;
    std::uint64_t sequence_ = 0;
};

}  // namespace wlanmedic::evidence
