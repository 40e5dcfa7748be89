// SPDX-License-Identifier: MIT
// When an entry of a journal happened, and whether a boot lies before it.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "evidence/clock.h"
#include "evidence/journal_entry.h"

namespace wlanmedic::evidence {

/// journald stamps an entry when it gets round to reading it. What others send carries the time of sending. What
/// the kernel printed carries printk's stamp S, and the monotonic clock M at reading: how much larger M - S is
/// than at its smallest of late is how long the line waited. That holds across suspend (both clocks stand still,
/// or S alone leaps ahead) and across a set clock. At a boot, when journald reads all that was printed before it
/// started, M - S is taken to be 0 at its smallest: both clocks begin with the kernel.
class JournalClock {
public:
    /// On Clock::epoch, to 1 µs. The entry must have a realtime.
    Stamp stamp(const JournalEntry& entry);

    /// True where the entry is of a boot that no entry before was of, and another was before.
    bool boots(const JournalEntry& entry);

private:
    wifi::Duration waited(const JournalEntry& entry);

    static constexpr std::size_t most_boots = 4096;
    std::set<std::string, std::less<>> boots_;
    std::string boot_;  // the entry's before
    std::optional<wifi::Duration> smallest_before_;
    std::optional<wifi::Duration> smallest_;
    wifi::Duration span_begin_{0};  // on M
};

}  // namespace wlanmedic::evidence
