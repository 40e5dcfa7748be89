// SPDX-License-Identifier: MIT
// Whether a file holds entries of a journal, found out from its beginning and its end.
#pragma once

#include <map>
#include <optional>

#include "evidence/input.h"
#include "evidence/log_line.h"

namespace wlanmedic::evidence {

struct SniffedJournal {
    std::map<LineFormat, std::size_t> formats;  ///< entries of the beginning
    std::optional<Stamp> first;
    std::optional<Stamp> last;  ///< of the end
    bool spans_lines = false;   ///< entries that one line cannot tell; no line may be left out
};

/// Looks at `head` bytes, and as far as an entry that begins in them reaches; and at the last `tail` bytes.
SniffedJournal sniff_journal(const Input& input, std::uint64_t head, std::uint64_t tail);

}  // namespace wlanmedic::evidence
