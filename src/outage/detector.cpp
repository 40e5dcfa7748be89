// SPDX-License-Identifier: MIT
#include "outage/detector.h"

#include <algorithm>

#include "outage/interface_history.h"

namespace wlanmedic::outage {

Detector::Detector(Sink sink, StallSink stalled)
    : sink_(std::move(sink)), stalled_(std::move(stalled)), links_(std::make_unique<link::Links>()) {}

Detector::~Detector() = default;

void Detector::on(const wifi::Event& event) {
    if (const auto* gap = std::get_if<wifi::Gap>(&event.payload)) {
        if (!gap->links_known) end_of_time_line(gap->until);
        return;
    }
    for (const link::Links::Late& late : links_->overdue(&event))
        history_of(late.interface).on(late.event, *late.link, late.change);
    if (const auto* renamed = std::get_if<wifi::InterfaceRenamed>(&event.payload)) rename(*renamed);
    const auto affected = links_->on(event);
    totals_.on(event, affected);
    if (std::ranges::any_of(affected, [](const auto& one) { return one.link->may_be_station(); }))
        coverage_.on(event);
    for (const link::Links::Affected& one : affected) {
        InterfaceHistory* history = &history_of(one.interface);
        const auto* end = std::get_if<wifi::Deauthenticated>(&event.payload);
        if (end != nullptr && end->by == wifi::Sender::unknown && one.change.by != wifi::Sender::unknown) {
            // The line does not say who sent it; what is known of the link does.
            wifi::Event resolved = event;
            std::get<wifi::Deauthenticated>(resolved.payload).by = one.change.by;
            history->on(resolved, *one.link, one.change);
        } else {
            history->on(event, *one.link, one.change);
        }
    }
}

InterfaceHistory& Detector::history_of(const std::string& interface) {
    auto& history = histories_[interface];
    if (!history)
        history = std::make_unique<InterfaceHistory>(
            interface, InterfaceHistory::Outlet{
                           .emit = sink_,
                           .stalled =
                               [this](Stall&& stall) {
                                   if (stalled_) stalled_(std::move(stall));
                               },
                           .next_id = [this] { return next_id_++; },
                           .untold_connection_loss = [this](wifi::Instant at) { totals_.add_connection_loss(at); },
                           .interfaces = [this] { return histories_.size(); }});
    return *history;
}

void Detector::on_time(wifi::Instant now) {
    for (auto& [interface, history] : histories_) history->on_time(now);
}

std::optional<wifi::Instant> Detector::next_deadline() const {
    std::optional<wifi::Instant> next;
    for (const auto& [interface, history] : histories_)
        if (const auto one = history->next_deadline(); one && (!next || *one < *next)) next = one;
    return next;
}

void Detector::finish(const std::string& interface, InterfaceHistory& history, std::optional<wifi::Instant> last) {
    history.finish(last);
    if (!history.watch()) return;
    auto& watches = watches_[interface];
    Watch watch = *history.watch();
    if (watch.linked_at_start && watch.timed && evidence_begin_)
        watch.from = std::min(watch.from, *evidence_begin_);
    if (watches.size() < most_watches) {
        watches.push_back(watch);
    } else {
        watches.back().to = wifi::shifted(watches.back().to, watch.to - watch.from);
        watches.back().unwanted += watch.unwanted;
    }
}

// An interface goes on under another name; whatever had that name before is gone, unless it comes back.
void Detector::rename(const wifi::InterfaceRenamed& renamed) {
    if (renamed.before == renamed.after) return;
    const bool comes_back = links_->comes_back(renamed);
    auto node = histories_.extract(renamed.before);
    if (!node) return;
    if (comes_back) return finish(node.key(), *node.mapped(), std::nullopt);
    if (const auto old = histories_.find(renamed.after); old != histories_.end()) {
        finish(old->first, *old->second, std::nullopt);
        histories_.erase(old);
    }
    node.key() = renamed.after;
    node.mapped()->rename(renamed.after);
    histories_.insert(std::move(node));
}

void Detector::end_of_time_line(std::optional<wifi::Instant> last) {
    for (const link::Links::Late& late : links_->overdue(nullptr))
        history_of(late.interface).on(late.event, *late.link, late.change);
    for (auto& [interface, history] : histories_) finish(interface, *history, last);
    histories_.clear();
    evidence_begin_.reset();
    left_out_ += links_->left_out();
    links_ = std::make_unique<link::Links>();
}

void Detector::finish(std::optional<wifi::Instant> last) { end_of_time_line(last); }

}  // namespace wlanmedic::outage
