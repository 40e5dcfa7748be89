// SPDX-License-Identifier: MIT
// When the station was associated, from signs alone. docs/lab-truth.md has the rules in words.
#pragma once

#include <vector>

#include "lab/truth/injections.h"
#include "lab/truth/sign.h"

namespace wlanmedic::lab {

/// In order. `deaf`: spans in which frames to the station were acknowledged and lost all the same, so that an
/// acknowledgement proves nothing.
std::vector<Association> tell_associations(const std::vector<Sign>& signs, const Injections& injections,
                                           const std::vector<Span>& deaf);

}  // namespace wlanmedic::lab
