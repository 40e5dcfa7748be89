// SPDX-License-Identifier: MIT
// The scenarios that are built into the program: lab/scenarios/*.toml.
#pragma once

#include <span>

#include "config/embedded_file.h"

namespace wlanmedic::lab {

/// In the order of their file names.
std::span<const config::EmbeddedFile> embedded_scenarios();

}  // namespace wlanmedic::lab
