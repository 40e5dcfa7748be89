// SPDX-License-Identifier: MIT
// journalctl -o export: an entry is a line for each field and an empty line; a field that is no text is a line
// with its name, its size in eight bytes (the lowest first), its bytes and a line end.
#pragma once

#include <deque>
#include <optional>

#include "evidence/journal_entry.h"
#include "evidence/line_reader.h"

namespace wlanmedic::evidence {

class JournalExport {
public:
    /// True where the line belongs to an entry. Bytes of a field that is no text are taken from `lines`. Entries
    /// that the line ends go to `done`.
    bool take(const Line& line, LineReader& lines, std::deque<JournalEntry>& done);
    /// The file has ended.
    void finish(std::deque<JournalEntry>& done);

    bool within_entry() const { return entry_.has_value(); }

private:
    void take_bytes(std::string_view name, std::uint64_t at, LineReader& lines);

    std::optional<JournalEntry> entry_;
};

}  // namespace wlanmedic::evidence
