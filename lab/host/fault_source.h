// SPDX-License-Identifier: MIT
// The sources of the fault module: lab/fault/*.
#pragma once

#include <span>

#include "config/embedded_file.h"

namespace wlanmedic::lab {

/// In the order of their file names.
std::span<const config::EmbeddedFile> fault_sources();

}  // namespace wlanmedic::lab
