// SPDX-License-Identifier: MIT
// One entry of a journal, whatever it was written as: the few fields that matter, and where its message stands.
// Fields as systemd.journal-fields(7) names them; the formats are systemd's "Journal Export Formats".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "evidence/log_line.h"

namespace wlanmedic::evidence {

struct JournalEntry {
    static constexpr std::size_t longest_field = 1U << 16;  ///< bytes; of a longer field nothing is kept

    LineFormat format = LineFormat::journal_export;
    std::optional<wifi::Duration> realtime;  ///< since the epoch: when journald received it
    std::optional<wifi::Duration> monotonic;
    std::optional<wifi::Duration> source_realtime;   ///< when it was sent
    std::optional<wifi::Duration> source_monotonic;  ///< printk's own stamp
    std::string boot;
    std::string transport;
    std::string identifier;
    std::string command;
    std::string message;  ///< the first line of it
    std::string receipt;  ///< the line with the message, as it stands in the file
    std::uint64_t line = 0;
    bool has_message = false;
    bool message_lost = false;  ///< too long, or journalctl printed something else in its place
    bool broken = false;        ///< cut, or it contradicts the format
    bool marked = false;        ///< has a field that only journals have

    static bool wants(std::string_view name);
    /// Of a field that is told twice the first counts.
    void take(std::string_view name, std::string_view value);
    /// The field is there, its value cannot be had.
    void lose(std::string_view name);

    /// "kernel", or who sent it; empty where the entry does not tell.
    std::string_view process() const;
    /// Has what an entry must have to be looked at: a time and a message.
    bool whole() const { return !broken && !message_lost && has_message && realtime; }
};

}  // namespace wlanmedic::evidence
