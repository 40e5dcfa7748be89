// SPDX-License-Identifier: MIT
#include "evidence/journal_export.h"

#include <algorithm>
#include <string>
#include <utility>

namespace wlanmedic::evidence {
namespace {

// journald takes no larger field (DATA_SIZE_MAX of src/libsystemd/sd-journal/journal-importer.h).
constexpr std::uint64_t largest_field = 768ULL << 20;

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= 64 && (text.front() < '0' || text.front() > '9') &&
           std::ranges::all_of(
               text, [](char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; });
}

}  // namespace

void JournalExport::take_bytes(std::string_view name, std::uint64_t at, LineReader& lines) {
    const std::string kept_name(name);  // the line is gone after the next bytes
    std::string size_bytes;
    std::uint64_t size = 0;
    entry_->broken = true;  // until all is there
    if (lines.take_bytes(8, 8, size_bytes) != 8) return;
    for (std::size_t i = 8; i-- > 0;) size = size << 8U | static_cast<unsigned char>(size_bytes[i]);
    if (size > largest_field) return;
    const bool wanted = JournalEntry::wants(kept_name);
    std::string value;
    const std::size_t kept = wanted && size <= JournalEntry::longest_field ? static_cast<std::size_t>(size) : 0;
    if (lines.take_bytes(size, kept, value) != size) return;
    std::string end;
    if (lines.take_bytes(1, 1, end) != 1 || end != "\n") return;
    entry_->broken = false;
    if (!wanted) return;
    if (kept < size) return entry_->lose(kept_name);
    if (kept_name == "MESSAGE" && !entry_->has_message) {
        // The message's line begins with the bytes of its size, unless one of them looks like a line end.
        const std::size_t newline = size_bytes.rfind('\n');
        entry_->line = at + 1 + static_cast<std::uint64_t>(std::ranges::count(size_bytes, '\n'));
        entry_->receipt = newline == std::string::npos ? size_bytes : size_bytes.substr(newline + 1);
        entry_->receipt += std::string_view(value).substr(0, value.find('\n'));
    }
    entry_->take(kept_name, value);
}

bool JournalExport::take(const Line& line, LineReader& lines, std::deque<JournalEntry>& done) {
    const std::string_view text = line.text;
    const bool cursor = text.starts_with("__CURSOR=");
    const bool begins = cursor || (!entry_ && text.starts_with("__REALTIME_TIMESTAMP="));
    if (!entry_ && !begins) return false;
    if (begins) {
        finish(done);
        entry_ = JournalEntry{.format = LineFormat::journal_export, .line = line.number};
    }
    if (text.empty()) {
        finish(done);
        return true;
    }
    const std::size_t equals = text.substr(0, 65).find('=');
    const std::string_view name = text.substr(0, equals);
    if (!is_name(name)) {
        entry_->broken = true;
        finish(done);
        return false;
    }
    if (equals == std::string_view::npos) {
        take_bytes(name, line.number, lines);
        if (entry_->broken) finish(done);
        return true;
    }
    if (!JournalEntry::wants(name)) return true;
    if (line.cut) {
        entry_->lose(name);
        return true;
    }
    if (name == "MESSAGE" && !entry_->has_message) {
        entry_->line = line.number;
        entry_->receipt = text;
    }
    entry_->take(name, text.substr(equals + 1));
    return true;
}

void JournalExport::finish(std::deque<JournalEntry>& done) {
    if (entry_) done.push_back(std::move(*entry_));
    entry_.reset();
}

}  // namespace wlanmedic::evidence
