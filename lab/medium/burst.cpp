// SPDX-License-Identifier: MIT
#include "lab/medium/burst.h"

namespace wlanmedic::lab {

double Burst::mean_loss() const {
    const double moves = good_to_bad + bad_to_good;
    // A chain that never moves stays in the good state, where it began.
    const double share_bad = moves > 0 ? good_to_bad / moves : 0;
    return (1 - share_bad) * loss_good + share_bad * loss_bad;
}

bool BurstChain::loses(const Burst& burst, Draws& draws) {
    if (draws.happens(bad_ ? burst.bad_to_good : burst.good_to_bad)) bad_ = !bad_;
    return draws.happens(bad_ ? burst.loss_bad : burst.loss_good);
}

}  // namespace wlanmedic::lab
