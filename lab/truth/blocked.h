// SPDX-License-Identifier: MIT
// When what was injected let no data frame pass between the station and its access point, or not in both
// directions.
#pragma once

#include <vector>

#include "lab/truth/injections.h"

namespace wlanmedic::lab {

/// Each with its reason, in any order; they may overlap. A fault of an access point, or on the way from or to it,
/// counts while the station is associated with it.
std::vector<Span> blocked_spans(const Injections& injections, const std::vector<Association>& associations);

/// In which the station's radio acknowledged what its host did not see.
std::vector<Span> deaf_spans(const Injections& injections);

}  // namespace wlanmedic::lab
