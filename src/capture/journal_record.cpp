// SPDX-License-Identifier: MIT
#include "capture/journal_record.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <string_view>

#include "evidence/own_journal.h"

namespace wlanmedic::capture {
namespace {

constexpr std::array<const char*, 12> asked_for{
    "SYSLOG_IDENTIFIER",
    "_PID",
    "_COMM",
    "_SYSTEMD_UNIT",
    "PRIORITY",
    "_TRANSPORT",
    "_SOURCE_REALTIME_TIMESTAMP",
    "_SOURCE_MONOTONIC_TIMESTAMP",
    "MESSAGE",
    "MESSAGE_ID",
    "OBJECT_SYSTEMD_UNIT",
    "N_DROPPED",
};
constexpr std::size_t kept = 8;  // of them, as they are

std::optional<std::uint64_t> number_in(const std::string* text) {
    std::uint64_t number = 0;
    if (text == nullptr) return std::nullopt;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (error != std::errc{} || end != text->data() + text->size()) return std::nullopt;
    return number;
}

bool is(const JournalEntry& entry, std::string_view name, std::string_view value) {
    const std::string* found = entry.find(name);
    return found != nullptr && *found == value;
}

}  // namespace

std::span<const char* const> journal_fields() { return asked_for; }

const std::string* JournalEntry::find(std::string_view name) const {
    const auto field = std::ranges::find(fields, name, &std::pair<std::string, std::string>::first);
    return field == fields.end() ? nullptr : &field->second;
}

wifi::Duration received_at(const JournalEntry& entry, const SleepHistory& sleeps, const ClockReading& now) {
    return entry.monotonic ? sleeps.boottime_of(*entry.monotonic, entry.realtime)
                           : entry.realtime - (now.realtime - now.boottime);
}

runfile::Text journal_record(const JournalEntry& entry) {
    // The kernel's lines are what /dev/kmsg gives, but for their number.
    runfile::Text text{.kind = is(entry, "_TRANSPORT", "kernel") ? runfile::Kind::kernel : runfile::Kind::journal,
                       .message = {},
                       .fields = {}};
    if (const std::string* message = entry.find("MESSAGE"); message != nullptr) text.message = *message;
    for (const char* name : std::span(asked_for).first(kept))
        if (const std::string* value = entry.find(name); value != nullptr) text.set(name, *value);
    text.set("WLANMEDIC_REALTIME", std::to_string(entry.realtime.count()));
    return text;
}

std::optional<Suppressed> suppressed_in(const JournalEntry& entry) {
    if (!is(entry, "MESSAGE_ID", dropped_message_id)) return std::nullopt;
    const std::string* unit = entry.find("OBJECT_SYSTEMD_UNIT");
    if (unit == nullptr) return std::nullopt;
    const std::string_view service = std::string_view(*unit).substr(0, unit->find_first_of(".@"));
    const bool ours = std::ranges::find(evidence::journal_senders(), service) != evidence::journal_senders().end();
    if (!ours) return std::nullopt;
    return Suppressed{.unit = *unit, .messages = number_in(entry.find("N_DROPPED"))};
}

}  // namespace wlanmedic::capture
