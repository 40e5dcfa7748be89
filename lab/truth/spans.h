// SPDX-License-Identifier: MIT
// Sets of spans of time within a run. A span without an end reaches to the end of the run.
#pragma once

#include <vector>

#include "lab/truth/truth.h"

namespace wlanmedic::lab {

/// Cut to `from` until `to`; what reaches `to` becomes open; what is empty then is left out.
std::vector<Span> clipped(std::vector<Span> spans, wifi::Instant from, wifi::Instant to);

/// In order, those that overlap or touch made one. `because` holds each reason once, in order, joined by "; ".
std::vector<Span> joined(std::vector<Span> spans);

/// What of `spans` lies in none of `others` (in any order).
std::vector<Span> without(std::vector<Span> spans, std::vector<Span> others);

/// Where both lie, with the reason of `one`.
std::vector<Span> common(const std::vector<Span>& one, const std::vector<Span>& other);

}  // namespace wlanmedic::lab
