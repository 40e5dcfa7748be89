// SPDX-License-Identifier: MIT
// journalctl -o verbose: a line with the time and the cursor, then a line "    FIELD=value" for each field.
// The cursor tells the same times in hexadecimal, without a zone ("t=", "m="), and the boot ("b=").
#pragma once

#include <deque>
#include <optional>

#include "evidence/journal_entry.h"
#include "evidence/line_reader.h"

namespace wlanmedic::evidence {

class JournalVerbose {
public:
    /// True where the line belongs to an entry. Entries that the line ends go to `done`, also where it belongs to
    /// none.
    bool take(const Line& line, std::deque<JournalEntry>& done);
    void finish(std::deque<JournalEntry>& done);

    bool within_entry() const { return entry_.has_value(); }

private:
    std::optional<JournalEntry> entry_;
};

}  // namespace wlanmedic::evidence
