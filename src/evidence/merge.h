// SPDX-License-Identifier: MIT
// Several streams of events become one, in the order of time; the same happening told by several is told once.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "evidence/event_reader.h"
#include "evidence/join_buffer.h"

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

private:
    struct Cursor {
        Stream stream;
        std::optional<RawEvent> head;
        SourceOrder order;
        SourceOrder::Place place;  // of the head
    };

    void advance(Cursor& cursor);
    bool pull();

    std::vector<Cursor> cursors_;
    JoinBuffer buffer_;
    wifi::Duration window_{0};
    wifi::Instant newest_;
};

}  // namespace wlanmedic::evidence
