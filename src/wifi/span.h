// SPDX-License-Identifier: MIT
// Spans of time as people write them, after systemd.time(7).
#pragma once

#include <string>
#include <string_view>

#include "wifi/error.h"
#include "wifi/instant.h"

namespace wlanmedic::wifi {

/// "1h 30min", "90", "2 hours", "1.5h"; seconds where no unit is given. Exact: what a fraction has beyond a
/// nanosecond is dropped. At most 230 years, never negative. Errors have examples as their hint.
Result<Duration> parse_span(std::string_view text);

/// The shortest text in h, min, s, ms, us that parse_span() reads as this span: "1 min 30 s", "0 s". Not below
/// zero; nanoseconds that no unit holds are a fraction of "us".
std::string span_text(Duration span);

}  // namespace wlanmedic::wifi
