// SPDX-License-Identifier: MIT
// The policies that are built into the program: policies/*.toml.
#pragma once

#include <span>

#include "config/embedded_file.h"

namespace wlanmedic::policy {

/// In the order of their file names.
std::span<const config::EmbeddedFile> embedded_policies();

}  // namespace wlanmedic::policy
