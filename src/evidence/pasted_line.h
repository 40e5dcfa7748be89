// SPDX-License-Identifier: MIT
// One log line within pasted text, on its way from the file as given to the cleaned text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "evidence/pasted_known.h"
#include "evidence/pasted_text.h"

namespace wlanmedic::evidence {

struct PastedLine {
    std::uint64_t number = 0;  ///< of its first line in the file, from 1
    std::uint64_t offset = 0;  ///< of its first byte in the file
    std::uint32_t length = 0;  ///< bytes in the file; with all lines of a wrap
    std::string_view raw;      ///< those bytes
    std::string cleaned;       ///< empty where `raw` is read as it stands
    Grade grade = Grade::unknown;
    Between between = Between::text;  ///< of a line that is unknown
    bool dropped = false;             ///< a part of a wrap, or told elsewhere
    bool blank_before = false;

    std::string_view text() const { return cleaned.empty() ? raw : std::string_view(cleaned); }
};

/// Finds the least that must be taken off `raw` for the line to be understood best; sets all that follows `raw`.
/// What cleaning does not make better stays as it is.
void understand(PastedLine& line, const driver::Catalog& drivers);

}  // namespace wlanmedic::evidence
