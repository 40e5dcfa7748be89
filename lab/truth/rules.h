// SPDX-License-Identifier: MIT
// The medium's rules over the run: when they let no frame of a class pass from one radio to another.
#pragma once

#include <vector>

#include "lab/air/frame.h"
#include "lab/truth/injections.h"

namespace wlanmedic::lab {

enum class Loss : std::uint8_t {
    any,           ///< not received, acknowledged or not
    acknowledged,  ///< acknowledged all the same
};

/// While the first rule for such frames drops them all. One that drops some, delays or passes does not.
std::vector<Span> dropped_spans(const Injections& injections, unsigned from, unsigned to, FrameClass frame_class,
                                Loss loss);

}  // namespace wlanmedic::lab
