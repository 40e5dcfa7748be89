// SPDX-License-Identifier: MIT
// What the medium itself says became of a frame that met a fault: an acknowledgement that was lost on its way back
// looks, to the monitor, as a frame that never arrived.
#pragma once

#include <vector>

#include "lab/truth/injections.h"
#include "lab/truth/sign.h"

namespace wlanmedic::lab {

/// Sets Sign::acknowledged of responses, deauthentications and disassociations to whether they were received,
/// where a line "fate" tells it.
void apply_fates(std::vector<Sign>& signs, const Injections& injections);

}  // namespace wlanmedic::lab
