// SPDX-License-Identifier: MIT
#include "evidence/online_merge.h"

#include <algorithm>

namespace wlanmedic::evidence {

OnlineMerge::OnlineMerge(std::size_t sources, wifi::Duration window) : orders_(sources + 1), window_(window) {
    if (lone()) window_ = wifi::Duration{0};
}

void OnlineMerge::arrive(std::size_t source, RawEvent event) {
    source = std::min(source, orders_.size() - 1);
    SourceOrder::Place place = orders_[source].place(event.event);
    newest_ = std::max(newest_.value_or(place.key), place.key);
    // What is late cannot be told before what has gone out.
    if (told_) place.key = std::max(place.key, *told_);
    buffer_.add(source, place, std::move(event), !lone());
}

void OnlineMerge::on_time(wifi::Instant now) { newest_ = std::max(newest_.value_or(now), now); }

std::optional<wifi::Instant> OnlineMerge::next_deadline() const {
    if (buffer_.empty()) return std::nullopt;
    return buffer_.first_key() + window_;
}

std::optional<wifi::Event> OnlineMerge::next() {
    if (buffer_.empty() || (buffer_.first_key() + window_ > newest_ && buffer_.size() < JoinBuffer::most_held))
        return std::nullopt;
    return drain();
}

std::optional<wifi::Event> OnlineMerge::drain() {
    if (buffer_.empty()) return std::nullopt;
    told_ = buffer_.first_key();
    return buffer_.take();
}

}  // namespace wlanmedic::evidence
