// SPDX-License-Identifier: MIT
// An entry of systemd's journal as a record.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "capture/clock_watch.h"
#include "runfile/record.h"

namespace wlanmedic::capture {

struct JournalEntry {
    wifi::Duration realtime{0};               ///< when journald received it
    std::optional<wifi::Duration> monotonic;  ///< the same on CLOCK_MONOTONIC; nothing for other boots
    std::vector<std::pair<std::string, std::string>> fields;

    const std::string* find(std::string_view name) const;
};

/// Fields that the two functions below look at: others need not be there.
std::span<const char* const> journal_fields();

/// When journald received it, on CLOCK_BOOTTIME. How long before that it was sent is for the reader to judge: the
/// sender's stamp is of a wall clock that somebody may have set meanwhile.
wifi::Duration received_at(const JournalEntry& entry, const SleepHistory& sleeps, const ClockReading& now);

runfile::Text journal_record(const JournalEntry& entry);

/// journald left out messages of a service that sent too many (LogRateLimitBurst=).
struct Suppressed {
    std::string unit;
    std::optional<std::uint64_t> messages;
};
/// Of the services that this records only.
std::optional<Suppressed> suppressed_in(const JournalEntry& entry);
/// SD_MESSAGE_JOURNAL_DROPPED (systemd/sd-messages.h).
inline constexpr std::string_view dropped_message_id = "a596d6fe7bfa4994828e72309e95d61e";

}  // namespace wlanmedic::capture
