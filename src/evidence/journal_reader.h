// SPDX-License-Identifier: MIT
// Entries of a journal among the lines of a file, in whatever form journalctl wrote them with all their fields.
#pragma once

#include <deque>
#include <optional>

#include "evidence/journal_export.h"
#include "evidence/journal_json.h"
#include "evidence/journal_verbose.h"

namespace wlanmedic::evidence {

class JournalReader {
public:
    /// `whole_lines`: not all lines of the file are shown; only entries that stand on one line are looked for.
    explicit JournalReader(bool whole_lines) : whole_lines_(whole_lines), json_(whole_lines) {}

    /// True where the line belongs to an entry; another reader looks at it otherwise. Either way next() may have
    /// entries then. `lines` is where the line came from: bytes of a field may be taken from it, and the line is
    /// gone.
    bool take(const Line& line, LineReader& lines);
    /// The file has ended.
    void finish();
    /// Entries that have ended.
    std::optional<JournalEntry> next();

    bool within_entry() const;

    /// One line is not enough to understand a line of this form.
    static bool spans_lines(LineFormat format);

private:
    bool whole_lines_;
    JournalExport export_;
    JournalJson json_;
    JournalVerbose verbose_;
    std::deque<JournalEntry> done_;
};

}  // namespace wlanmedic::evidence
