// SPDX-License-Identifier: MIT
// The names of one wireless device, as sysfs shows them: what driver profiles leave open in their paths.
#pragma once

#include "driver/path_template.h"
#include "machine/probe.h"

namespace wlanmedic::capture {

/// What is not there stays empty.
driver::DeviceNames device_names(const machine::Probe& machine, const std::string& interface);

}  // namespace wlanmedic::capture
