// SPDX-License-Identifier: MIT
// What the driver profiles know against a driver, for the checks of a machine.
#pragma once

#include "driver/catalog.h"
#include "machine/check.h"

namespace wlanmedic::app {

/// Keeps a reference to the profiles.
machine::Hazards hazards_in(const driver::Catalog& drivers);

}  // namespace wlanmedic::app
