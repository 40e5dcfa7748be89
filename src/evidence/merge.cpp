// SPDX-License-Identifier: MIT
#include "evidence/merge.h"

#include <fmt/format.h>

#include <algorithm>

#include "evidence/same_happening.h"

namespace wlanmedic::evidence {

Merge::Merge(std::vector<Stream> streams) {
    for (Stream& stream : streams)
        cursors_.push_back({.stream = std::move(stream), .head = {}, .key = {}, .previous = {}});
    for (Cursor& cursor : cursors_) advance(cursor);
    // A lone stream has nobody to tell the same; then nothing needs to wait.
    if (cursors_.size() > 1) window_ = std::chrono::seconds{3};
}

void Merge::advance(Cursor& cursor) {
    cursor.head = cursor.stream.next();
    cursor.gap_before = false;
    if (!cursor.head) return;
    wifi::Event& event = cursor.head->event;
    event.instant = wifi::shifted(event.instant, cursor.stream.offset);
    if (!cursor.previous) {
        cursor.key = event.instant;
    } else {
        cursor.gap_before = event.instant < *cursor.previous - step_back - event.resolution;
        cursor.key = std::max(cursor.key, event.instant);
    }
    cursor.previous = event.instant;
}

bool Merge::join(std::size_t teller, wifi::Instant key, RawEvent& raw) {
    wifi::Event& event = raw.event;
    constexpr wifi::Duration farthest = std::chrono::seconds{3};
    std::size_t compared = 0;
    for (auto entry = buffer_.lower_bound(key - farthest); entry != buffer_.end() && compared < most_compared;
         ++entry) {
        ++compared;
        const wifi::Event& other = entry->second.raw.event;
        if (other.interface != event.interface) continue;
        if (std::ranges::find(entry->second.tellers, teller) != entry->second.tellers.end()) continue;
        const wifi::Duration difference =
            other.instant > event.instant ? other.instant - event.instant : event.instant - other.instant;
        if (difference > apart + other.resolution + event.resolution) continue;
        if (!same_happening(other.payload, event.payload)) continue;
        // The more exact time wins, and with it the place in the order.
        wifi::Instant place = entry->first;
        Held merged = std::move(entry->second);
        buffer_.erase(entry);
        if (event.resolution < merged.raw.event.resolution) {
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
void Merge::keep_order(const Held& exact) {
    const wifi::Instant when = exact.raw.event.instant;
    std::vector<Buffer::node_type> later;
    constexpr wifi::Duration farthest = std::chrono::seconds{3};
    std::size_t compared = 0;
    for (auto entry = buffer_.lower_bound(when - farthest);
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

bool Merge::pull() {
    Cursor* earliest = nullptr;
    for (Cursor& cursor : cursors_)
        if (cursor.head && (earliest == nullptr || cursor.key < earliest->key)) earliest = &cursor;
    if (earliest == nullptr) return false;
    const auto teller = static_cast<std::size_t>(earliest - cursors_.data());
    RawEvent raw = std::move(*earliest->head);
    const wifi::Instant key = earliest->key;
    if (earliest->gap_before) {
        RawEvent gap;
        gap.event.instant = raw.event.instant;
        gap.event.timed = raw.event.timed;
        gap.event.receipts = raw.event.receipts;
        gap.event.payload = wifi::Gap{.because = "the time of the evidence goes back here"};
        buffer_.emplace(key, Held{.raw = std::move(gap), .tellers = {teller}});
    }
    newest_ = std::max(newest_, key);
    const bool joined = cursors_.size() > 1 && join(teller, key, raw);
    if (!joined) buffer_.emplace(key, Held{.raw = std::move(raw), .tellers = {teller}});
    advance(*earliest);
    return true;
}

std::optional<wifi::Event> Merge::next() {
    while (buffer_.empty() || (buffer_.begin()->first + window_ > newest_ && buffer_.size() < most_held))
        if (!pull()) break;
    if (buffer_.empty()) return std::nullopt;
    wifi::Event event = std::move(buffer_.extract(buffer_.begin()).mapped().raw.event);
    event.sequence = ++sequence_;
    return event;
}

}  // namespace wlanmedic::evidence
