// SPDX-License-Identifier: MIT
// Log lines that a mail client, a terminal or a person broke into several.
#pragma once

#include <cstddef>
#include <vector>

#include "driver/catalog.h"
#include "evidence/pasted_line.h"

namespace wlanmedic::evidence {

/// Joins what certainly belongs together: a known line with the unknown ones that follow it,
///  - where all words of the rest are words that mac80211's messages end in, and the whole is understood better
///    than its beginning; or
///  - where most breaks of the file fit one width (60 to 250 columns), this one too, and the whole is understood
///    no worse. What its beginning alone says, it never changes into another event.
/// Joined lines are marked as dropped, but for the first, which gets the text and the extent of all. The number of
/// joins.
std::size_t join_wraps(std::vector<PastedLine>& lines, const driver::Catalog& drivers);

}  // namespace wlanmedic::evidence
