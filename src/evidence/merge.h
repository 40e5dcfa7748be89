// SPDX-License-Identifier: MIT
// Several streams of events become one, in the order of time; the same happening told by several is told once.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "evidence/event_reader.h"

namespace wlanmedic::evidence {

/// One stream: the events of a file that one clock has stamped.
struct Stream {
    std::function<std::optional<RawEvent>()> next;  ///< in the order of the file
    wifi::Duration offset{0};                       ///< to be added to bring its clock onto the others'
};

class Merge {
public:
    explicit Merge(std::vector<Stream> streams);

    /// The next event, its sequence number set, from 1. Where the time of a stream goes back by more than
    /// `step_back`, a Gap comes first: what follows is another excerpt, boot or setting of the clock.
    std::optional<wifi::Event> next();

    static constexpr wifi::Duration step_back = std::chrono::seconds{2};
    /// Two sources of exact times that tell the same happening differ by no more (plus the resolution of both).
    static constexpr wifi::Duration apart = std::chrono::milliseconds{300};
    /// Events near in time that are looked at for the same happening; more come only from a flood.
    static constexpr std::size_t most_compared = 512;
    /// Events that wait for somebody to tell the same; in a flood the earliest go on without.
    static constexpr std::size_t most_held = 16'384;

private:
    struct Cursor {
        Stream stream;
        std::optional<RawEvent> head;
        wifi::Instant key;  // of the head: the latest instant so far, so that time never goes back
        std::optional<wifi::Instant> previous;
        bool gap_before = false;  // the head's time went back
    };
    struct Held {
        RawEvent raw;
        std::vector<std::size_t> tellers;  // cursors whose line is among the receipts
    };
    using Buffer = std::multimap<wifi::Instant, Held>;

    void advance(Cursor& cursor);
    bool pull();
    bool join(std::size_t teller, wifi::Instant key, RawEvent& raw);
    void keep_order(const Held& exact);

    std::vector<Cursor> cursors_;
    Buffer buffer_;
    wifi::Duration window_{0};
    wifi::Instant newest_;
    std::uint64_t sequence_ = 0;
};

}  // namespace wlanmedic::evidence
