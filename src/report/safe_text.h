// SPDX-License-Identifier: MIT
// Evidence is hostile: an SSID or a log line may hold terminal escapes, bidirectional marks, bytes that are no
// UTF-8.
#pragma once

#include <string>
#include <string_view>

namespace wlanmedic::report {

/// For a terminal: control characters, bidirectional and other invisible marks, and bytes that are no UTF-8 come
/// out as "\x1b" and "\u202e"; all else as it is. A tab becomes a blank.
std::string for_terminal(std::string_view text);

/// Valid UTF-8 for JSON: only bytes that are no UTF-8 are changed, into "\xff".
std::string valid_utf8(std::string_view text);

/// JSON text in which '<', '>' and '&' stand as escapes, so that it can be put into a page as it is. `json` has no
/// such character outside of strings, as no JSON has.
std::string without_markup(std::string_view json);

}  // namespace wlanmedic::report
