// SPDX-License-Identifier: MIT
#include "evidence/journal_verbose.h"

#include <fmt/format.h>

#include <utility>

#include "wifi/text_cursor.h"

namespace wlanmedic::evidence {
namespace {

// A field with its value; colours are put around the message on a terminal.
std::optional<std::pair<std::string_view, std::string_view>> take_field(std::string_view text) {
    if (!text.starts_with("    ")) return std::nullopt;
    text.remove_prefix(4);
    if (text.starts_with("\x1b[")) {
        const std::size_t end = text.substr(0, 24).find('m');
        if (end == std::string_view::npos) return std::nullopt;
        text.remove_prefix(end + 1);
        if (const std::size_t off = text.rfind("\x1b["); off != std::string_view::npos) text = text.substr(0, off);
    }
    const std::size_t equals = text.substr(0, 65).find('=');
    if (equals == std::string_view::npos || equals == 0) return std::nullopt;
    const std::string_view name = text.substr(0, equals);
    if (name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") != std::string_view::npos)
        return std::nullopt;
    return std::pair{name, text.substr(equals + 1)};
}

// "[17B blob data]", "[1.2K blob data]": the value is no text, and only its size was printed.
bool is_blob(std::string_view value) {
    return value.starts_with('[') && value.ends_with(" blob data]") && value.size() < 32;
}

// "Wed 2026-05-06 21:13:00.123456 CEST [s=…;i=…;b=…;m=…;t=…;x=…]".
std::optional<JournalEntry> take_header(const Line& line) {
    const std::string_view text = line.text;
    if (line.cut || !text.ends_with(']')) return std::nullopt;
    const std::size_t begin = text.substr(0, 128).find("[s=");
    if (begin == std::string_view::npos) return std::nullopt;
    JournalEntry entry{.format = LineFormat::journal_verbose, .line = line.number};
    std::string_view cursor = text.substr(begin + 1, text.size() - begin - 2);
    while (!cursor.empty()) {
        const std::string_view part = cursor.substr(0, cursor.find(';'));
        cursor.remove_prefix(std::min(part.size() + 1, cursor.size()));
        if (part.size() < 3 || part[1] != '=') return std::nullopt;
        if (part[0] == 'b') entry.take("_BOOT_ID", part.substr(2));
        if (part[0] != 't' && part[0] != 'm') continue;
        wifi::TextCursor digits(part.substr(2));
        const auto number = digits.take_number<std::uint64_t>(16);
        if (!number || !digits.at_end()) return std::nullopt;
        entry.take(part[0] == 't' ? "__REALTIME_TIMESTAMP" : "__MONOTONIC_TIMESTAMP", fmt::format("{}", *number));
    }
    if (!entry.marked) return std::nullopt;
    return entry;
}

}  // namespace

bool JournalVerbose::take(const Line& line, std::deque<JournalEntry>& done) {
    if (auto header = take_header(line)) {
        finish(done);
        entry_ = std::move(*header);
        return true;
    }
    if (!entry_) return false;
    if (const auto field = take_field(line.text)) {
        const auto& [name, value] = *field;
        if (!JournalEntry::wants(name)) return true;
        if (line.cut || is_blob(value)) {
            entry_->lose(name);
            return true;
        }
        if (name == "MESSAGE" && !entry_->has_message) {
            entry_->line = line.number;
            entry_->receipt = line.text;
        }
        entry_->take(name, value);
        return true;
    }
    // The further lines of a value are indented to where it began; -x adds lines that begin with "--". That
    // another boot begins is told by the entries themselves.
    if (line.text.starts_with("     ") || line.text.starts_with("-- ") || line.text == "--") return true;
    finish(done);
    return line.text.empty();
}

void JournalVerbose::finish(std::deque<JournalEntry>& done) {
    if (entry_) done.push_back(std::move(*entry_));
    entry_.reset();
}

}  // namespace wlanmedic::evidence
