// SPDX-License-Identifier: MIT
// Loss in bursts: E. N. Gilbert, Capacity of a burst-noise channel (1960); E. O. Elliott, Estimates of error rates
// for codes on burst-noise channels (1963).
#pragma once

#include "lab/medium/draws.h"
#include "lab/medium/rule.h"

namespace wlanmedic::lab {

/// Begins in the good state.
class BurstChain {
public:
    /// One step for one frame: true where the frame is lost.
    bool loses(const Burst& burst, Draws& draws);

private:
    bool bad_ = false;
};

}  // namespace wlanmedic::lab
