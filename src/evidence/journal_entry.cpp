// SPDX-License-Identifier: MIT
#include "evidence/journal_entry.h"

#include <algorithm>
#include <array>

#include "wifi/text_cursor.h"

namespace wlanmedic::evidence {
namespace {

constexpr std::int64_t year_2200_us = 7'258'118'400'000'000;
constexpr std::size_t longest_name = 256;

std::optional<wifi::Duration> microseconds(std::string_view text) {
    wifi::TextCursor cursor(text);
    const auto number = cursor.take_number<std::int64_t>();
    if (!number || !cursor.at_end() || *number >= year_2200_us) return std::nullopt;
    return std::chrono::microseconds{*number};
}

void keep_first(std::string& kept, std::string_view value) {
    if (kept.empty()) kept = value.substr(0, longest_name);
}

void keep_first(std::optional<wifi::Duration>& kept, std::string_view value) {
    if (!kept) kept = microseconds(value);
}

}  // namespace

bool JournalEntry::wants(std::string_view name) {
    constexpr std::array<std::string_view, 11> names{
        "MESSAGE",
        "__REALTIME_TIMESTAMP",
        "__MONOTONIC_TIMESTAMP",
        "_SOURCE_REALTIME_TIMESTAMP",
        "_SOURCE_MONOTONIC_TIMESTAMP",
        "_SOURCE_BOOTTIME_TIMESTAMP",
        "_BOOT_ID",
        "_TRANSPORT",
        "SYSLOG_IDENTIFIER",
        "_COMM",
        "__CURSOR",
    };
    return std::ranges::find(names, name) != names.end();
}

void JournalEntry::take(std::string_view name, std::string_view value) {
    if (name == "MESSAGE") {
        if (has_message) return;
        if (value.size() > longest_field) return lose(name);
        has_message = true;
        message_lost = false;
        message = value.substr(0, value.find('\n'));
    } else if (name == "__REALTIME_TIMESTAMP") {
        keep_first(realtime, value);
        marked = true;
    } else if (name == "__MONOTONIC_TIMESTAMP") {
        keep_first(monotonic, value);
        marked = true;
    } else if (name == "__CURSOR") {
        marked = true;
    } else if (name == "_SOURCE_REALTIME_TIMESTAMP") {
        keep_first(source_realtime, value);
    } else if (name == "_SOURCE_MONOTONIC_TIMESTAMP" || name == "_SOURCE_BOOTTIME_TIMESTAMP") {
        // Newer journals name printk's stamp by the clock that they take it for; it is the same number.
        keep_first(source_monotonic, value);
    } else if (name == "_BOOT_ID") {
        keep_first(boot, value);
        marked = true;
    } else if (name == "_TRANSPORT") {
        keep_first(transport, value);
    } else if (name == "SYSLOG_IDENTIFIER") {
        keep_first(identifier, value);
    } else if (name == "_COMM") {
        keep_first(command, value);
    }
}

void JournalEntry::lose(std::string_view name) {
    if (name == "MESSAGE" && !has_message) message_lost = true;
}

std::string_view JournalEntry::process() const {
    if (transport == "kernel" || identifier == "kernel") return "kernel";
    return identifier.empty() ? command : identifier;
}

}  // namespace wlanmedic::evidence
