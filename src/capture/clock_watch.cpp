// SPDX-License-Identifier: MIT
#include "capture/clock_watch.h"

#include <algorithm>

namespace wlanmedic::capture {
namespace {

wifi::Duration asleep(const ClockReading& at) { return at.boottime - at.monotonic; }
wifi::Duration ahead(const ClockReading& at) { return at.realtime - at.boottime; }
wifi::Duration distance(wifi::Duration a, wifi::Duration b) { return a > b ? a - b : b - a; }

}  // namespace

ClockWatch::ClockWatch(const ClockReading& begin)
    : asleep_(capture::asleep(begin)), ahead_(capture::ahead(begin)) {}

ClockChange ClockWatch::look(const ClockReading& now) {
    ClockChange change;
    if (const wifi::Duration gained = capture::asleep(now) - asleep_; gained >= least_sleep) {
        change.slept = gained;
        asleep_ += gained;
    }
    if (const wifi::Duration moved = capture::ahead(now) - ahead_; moved >= least_set || moved <= -least_set) {
        change.set = moved;
        ahead_ += moved;
    }
    return change;
}

SleepHistory::SleepHistory(const ClockReading& begin)
    : spans_{{.seen_first = begin.monotonic,
              .seen_last = begin.monotonic,
              .asleep = asleep(begin),
              .ahead = ahead(begin)}} {}

void SleepHistory::look(const ClockReading& now) {
    Span& last = spans_.back();
    if (asleep(now) - last.asleep >= ClockWatch::least_sleep) {
        spans_.push_back(
            {.seen_first = now.monotonic, .seen_last = now.monotonic, .asleep = asleep(now), .ahead = ahead(now)});
        if (spans_.size() > most_kept) spans_.pop_front();
    } else {
        last.seen_last = std::max(last.seen_last, now.monotonic);
        last.ahead = ahead(now);
    }
}

wifi::Duration SleepHistory::boottime_of(wifi::Duration monotonic, std::optional<wifi::Duration> realtime) const {
    const auto after = std::ranges::find_if(spans_, [&](const Span& span) { return monotonic < span.seen_first; });
    if (after == spans_.begin()) return monotonic + after->asleep;
    const auto before = std::prev(after);
    if (after == spans_.end() || monotonic <= before->seen_last || !realtime) return monotonic + before->asleep;
    const auto error = [&](const Span& span) { return distance(monotonic + span.asleep + span.ahead, *realtime); };
    return monotonic + (error(*after) < error(*before) ? after->asleep : before->asleep);
}

}  // namespace wlanmedic::capture
