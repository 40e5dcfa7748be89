// SPDX-License-Identifier: MIT
// When a radio's signal was too weak for anybody to receive it.
#pragma once

#include <vector>

#include "lab/truth/injections.h"

namespace wlanmedic::lab {

/// A line "fade" moves the signal in a straight line from where it is; at first it is what hwsim's own medium
/// gives
/// (-30 dBm). Below -92 dBm nothing is received: both as lab/medium/medium.h has them.
std::vector<Span> faded_spans(const Injections& injections, unsigned radio);

}  // namespace wlanmedic::lab
