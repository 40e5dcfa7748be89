// SPDX-License-Identifier: MIT
#include "evidence/merge.h"

#include <algorithm>

namespace wlanmedic::evidence {

Merge::Merge(std::vector<Stream> streams) {
    for (Stream& stream : streams)
        cursors_.push_back({.stream = std::move(stream), .head = {}, .order = {}, .place = {}});
    for (Cursor& cursor : cursors_) advance(cursor);
    // A lone stream has nobody to tell the same; then nothing needs to wait.
    if (cursors_.size() > 1) window_ = hold_window;
}

void Merge::advance(Cursor& cursor) {
    cursor.head = cursor.stream.next();
    if (!cursor.head) return;
    wifi::Event& event = cursor.head->event;
    event.instant = wifi::shifted(event.instant, cursor.stream.offset);
    cursor.place = cursor.order.place(event);
}

bool Merge::pull() {
    Cursor* earliest = nullptr;
    for (Cursor& cursor : cursors_)
        if (cursor.head && (earliest == nullptr || cursor.place.key < earliest->place.key)) earliest = &cursor;
    if (earliest == nullptr) return false;
    newest_ = std::max(newest_, earliest->place.key);
    buffer_.add(static_cast<std::size_t>(earliest - cursors_.data()), earliest->place, std::move(*earliest->head),
                cursors_.size() > 1);
    advance(*earliest);
    return true;
}

std::optional<wifi::Event> Merge::next() {
    while (buffer_.empty() || (buffer_.first_key() + window_ > newest_ && buffer_.size() < JoinBuffer::most_held))
        if (!pull()) break;
    if (buffer_.empty()) return std::nullopt;
    return buffer_.take();
}

}  // namespace wlanmedic::evidence
