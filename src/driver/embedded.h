// SPDX-License-Identifier: MIT
// The driver profiles that are built into the program: drivers/*.toml.
#pragma once

#include <span>

#include "config/embedded_file.h"

namespace wlanmedic::driver {

/// In the order of their file names.
std::span<const config::EmbeddedFile> embedded_profiles();

}  // namespace wlanmedic::driver
