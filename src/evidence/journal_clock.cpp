// SPDX-License-Identifier: MIT
#include "evidence/journal_clock.h"

#include <algorithm>

namespace wlanmedic::evidence {
namespace {

// The two clocks drift apart (printk's is not disciplined): what was smallest long ago says nothing.
constexpr wifi::Duration span = std::chrono::minutes{10};
// journald starts within this of the kernel, or the machine waited for a person.
constexpr wifi::Duration early = std::chrono::minutes{5};
constexpr wifi::Duration longest_wait = std::chrono::minutes{5};
// A sender's clock further off was set in between.
constexpr wifi::Duration longest_way = std::chrono::seconds{30};

}  // namespace

wifi::Duration JournalClock::waited(const JournalEntry& entry) {
    const wifi::Duration printed = *entry.source_monotonic;
    const wifi::Duration read = *entry.monotonic;
    const wifi::Duration apart = read - printed;
    if (entry.boot != boot_) {
        smallest_before_.reset();
        smallest_.reset();
        if (printed < early) smallest_ = wifi::Duration{0};
        span_begin_ = read;
    }
    if (read - span_begin_ >= span || read < span_begin_) {
        smallest_before_ = read - span_begin_ < span * 2 ? smallest_ : std::nullopt;
        smallest_.reset();
        span_begin_ = read;
    }
    smallest_ = std::min(smallest_.value_or(apart), apart);
    const wifi::Duration wait = apart - std::min(*smallest_, smallest_before_.value_or(*smallest_));
    if (wait <= longest_wait) return wait;
    smallest_before_.reset();
    smallest_ = apart;
    return wifi::Duration{0};
}

Stamp JournalClock::stamp(const JournalEntry& entry) {
    Stamp stamp{.clock = Clock::epoch, .resolution = std::chrono::microseconds{1}};
    wifi::Duration when = *entry.realtime;
    if (entry.source_monotonic && entry.monotonic && entry.process() == "kernel") {
        when -= waited(entry);
        boot_ = entry.boot;
    } else if (entry.source_realtime) {
        const wifi::Duration way = when - *entry.source_realtime;
        if (way >= wifi::Duration{0} && way <= longest_way) when = *entry.source_realtime;
    }
    stamp.instant = wifi::Instant{std::max(when, wifi::Duration{0})};
    return stamp;
}

bool JournalClock::boots(const JournalEntry& entry) {
    if (entry.boot.empty() || boots_.size() >= most_boots) return false;
    const bool first = boots_.empty();
    return boots_.insert(entry.boot).second && !first;
}

}  // namespace wlanmedic::evidence
