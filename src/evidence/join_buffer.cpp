// SPDX-License-Identifier: MIT
#include "evidence/join_buffer.h"

#include <algorithm>

#include "evidence/same_happening.h"

namespace wlanmedic::evidence {

SourceOrder::Place SourceOrder::place(const wifi::Event& event) {
    if (event.late) return {.key = event.instant};
    bool gap_before = false;
    if (!previous_) {
        key_ = event.instant;
    } else {
        gap_before = event.instant < *previous_ - step_back - event.resolution;
        key_ = std::max(key_, event.instant);
    }
    previous_ = event.instant;
    return {.key = key_, .gap_before = gap_before};
}

void JoinBuffer::add(std::size_t teller, const SourceOrder::Place& place, RawEvent&& raw, bool may_join) {
    if (place.gap_before) {
        RawEvent gap;
        gap.event.instant = raw.event.instant;
        gap.event.timed = raw.event.timed;
        gap.event.receipts = raw.event.receipts;
        gap.event.payload = wifi::Gap{.because = "the time of the evidence goes back here"};
        buffer_.emplace(place.key, Held{.raw = std::move(gap), .tellers = {teller}});
    }
    if (may_join && join(teller, place.key, raw)) return;
    buffer_.emplace(place.key, Held{.raw = std::move(raw), .tellers = {teller}});
}

bool JoinBuffer::join(std::size_t teller, wifi::Instant key, RawEvent& raw) {
    wifi::Event& event = raw.event;
    std::size_t compared = 0;
    for (auto entry = buffer_.lower_bound(key - hold_window); entry != buffer_.end() && compared < most_compared;
         ++entry) {
        ++compared;
        const wifi::Event& other = entry->second.raw.event;
        if (other.interface != event.interface) continue;
        if (std::ranges::find(entry->second.tellers, teller) != entry->second.tellers.end()) continue;
        const wifi::Duration difference =
            other.instant > event.instant ? other.instant - event.instant : event.instant - other.instant;
        if (difference > told_apart + other.resolution + event.resolution) continue;
        if (!same_happening(other.payload, event.payload)) continue;
        // The more exact time wins, and with it the place in the order.
        wifi::Instant place = entry->first;
        Held merged = std::move(entry->second);
        buffer_.erase(entry);
        // Of equally exact ones the earlier, in whichever order they arrive.
        const bool earlier =
            event.resolution == merged.raw.event.resolution && event.instant < merged.raw.event.instant;
        if (event.resolution < merged.raw.event.resolution || earlier) {
            std::swap(merged.raw, raw);
            place = key;
        }
        wifi::Event& kept = merged.raw.event;
        complete(kept.payload, event.payload);
        if (kept.phy.empty()) kept.phy = event.phy;
        std::ranges::move(event.receipts, std::back_inserter(kept.receipts));
        merged.tellers.push_back(teller);
        keep_order(buffer_.emplace(place, std::move(merged))->second);
        return true;
    }
    return false;
}

// A source of whole seconds tells its events in their order: what it tells after one whose exact time is now known
// from another source did not happen before it.
void JoinBuffer::keep_order(const Held& exact) {
    const wifi::Instant when = exact.raw.event.instant;
    std::vector<Buffer::node_type> later;
    std::size_t compared = 0;
    for (auto entry = buffer_.lower_bound(when - hold_window);
         entry != buffer_.end() && entry->first < when && compared < most_compared;) {
        ++compared;
        const wifi::Event& event = entry->second.raw.event;
        const bool can_be_later = event.instant < when && event.instant + event.resolution > when;
        // A file may hold the same lines twice, on two clocks: all of them must stand before.
        bool told_later = false;
        bool told_before = false;
        for (const wifi::Receipt& receipt : exact.raw.event.receipts)
            if (receipt.source == event.receipts.front().source)
                (receipt.line < event.receipts.front().line ? told_later : told_before) = true;
        told_later = told_later && !told_before && can_be_later && entry->second.tellers.size() == 1;
        const auto next = std::next(entry);
        if (told_later) later.push_back(buffer_.extract(entry));
        entry = next;
    }
    for (Buffer::node_type& node : later) {
        node.key() = when;
        wifi::Event& event = node.mapped().raw.event;
        event.resolution = event.instant + event.resolution - when;
        event.instant = when;
        buffer_.insert(std::move(node));
    }
}

wifi::Event JoinBuffer::take() {
    wifi::Event event = std::move(buffer_.extract(buffer_.begin()).mapped().raw.event);
    event.sequence = ++sequence_;
    return event;
}

}  // namespace wlanmedic::evidence
