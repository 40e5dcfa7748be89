// SPDX-License-Identifier: MIT
// Live sources become one stream of events. What comes out is a function of what arrived, and in which order:
// nothing is looked ahead for, nothing is read from a clock, and nothing waits longer than the window.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "evidence/join_buffer.h"

namespace wlanmedic::evidence {

/// The rules are those of Merge: told in the order of their stamps, the same happening of several sources within
/// the window once, with all receipts. Sources that each deliver in order, and no later than the window after the
/// stamp, give what Merge gives of the same events in files.
class OnlineMerge {
public:
    /// `sources` deliver, numbered from 0. Of a lone source nothing waits, whatever the window.
    explicit OnlineMerge(std::size_t sources, wifi::Duration window = hold_window);

    /// An event arrives, stamped on the clock that all sources share. What comes later than the window is told
    /// late, after what was told already, with its own stamp. Numbers of sources that were not announced are taken
    /// as one source more.
    void arrive(std::size_t source, RawEvent event);

    /// The shared clock has come to `now` without anything having arrived. It never goes back.
    void on_time(wifi::Instant now);

    /// When on_time() will let the next event out; nothing where none waits. A time that is past where one is due.
    std::optional<wifi::Instant> next_deadline() const;

    /// The next event that is due, its sequence number set, from 1; nothing where none is.
    std::optional<wifi::Event> next();

    /// The sources have ended: what waits comes out, one by one.
    std::optional<wifi::Event> drain();

    std::size_t waiting() const { return buffer_.size(); }

private:
    bool lone() const { return orders_.size() <= 2; }  // the last is of the unannounced

    std::vector<SourceOrder> orders_;
    JoinBuffer buffer_;
    wifi::Duration window_;
    std::optional<wifi::Instant> newest_;
    std::optional<wifi::Instant> told_;  // the latest key that went out
};

}  // namespace wlanmedic::evidence
