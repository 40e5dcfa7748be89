// SPDX-License-Identifier: MIT
// Durations as scenarios write them: "300 ms", "2 s", "0.25 s", "5 h 27 min 45 s".
#pragma once

#include <optional>
#include <string_view>

#include "wifi/instant.h"

namespace wlanmedic::lab {

/// Longer is not read.
inline constexpr wifi::Duration longest_duration = std::chrono::days{100};

/// Numbers with their units, h, min, s, ms, us, each once and the larger before the smaller; blanks are free. The
/// last number may have a fraction. Exact: nothing where a nanosecond would have to be divided, and none is
/// rounded. Nothing for what is anything else, or longer than longest_duration.
std::optional<wifi::Duration> duration_from_text(std::string_view text);

}  // namespace wlanmedic::lab
