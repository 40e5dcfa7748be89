// SPDX-License-Identifier: MIT
// The lines of `iw event` (iw's event.c), 4.x to 6.x, with and without -t, -T, -r, -f.
#pragma once

#include <optional>
#include <string_view>

#include "evidence/clock.h"
#include "evidence/decoded.h"
#include "wifi/text_cursor.h"

namespace wlanmedic::evidence {

struct IwLine {
    Stamp stamp;  ///< clock none without a time; relative: `instant` is the difference to the line before
    std::string_view text;  ///< from the interface on
};

/// Takes the time off; nothing where the line does not go on like a line of iw event. `relative_times` says how
/// "12.345678: " is to be read: iw -r and iw -t print alike.
std::optional<IwLine> take_iw_line(std::string_view line, bool relative_times);

/// Decodes what follows the time. Kind::foreign where it is no line of iw event.
Decoded decode_iw_event(std::string_view text);

/// Literals of which each line of iw event that makes an event contains at least one.
std::vector<std::string_view> iw_literals();

}  // namespace wlanmedic::evidence
