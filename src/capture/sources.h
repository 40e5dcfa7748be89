// SPDX-License-Identifier: MIT
// All sources of a recording on this machine, in the order in which they are started.
#pragma once

#include <memory>
#include <vector>

#include "capture/devices.h"
#include "capture/recorder.h"
#include "capture/source.h"
#include "driver/catalog.h"

namespace wlanmedic::capture {

/// `devices` and `drivers` outlive them.
std::vector<std::unique_ptr<Source>> sources_of(const RecorderOptions& options, Devices& devices,
                                                const driver::Catalog& drivers);

}  // namespace wlanmedic::capture
