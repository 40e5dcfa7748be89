// SPDX-License-Identifier: MIT
// Builds lab/fault for the guest's kernel.
#pragma once

#include <filesystem>

#include "wifi/error.h"

namespace wlanmedic::lab {

/// Leaves wlanmedic_fault.ko in the folder `into`, which is made, stripped of symbols for debuggers. `build` is
/// the kernel's (kernel_build.h). Errors: with the end of what make said.
wifi::Result<void> build_fault_module(const std::filesystem::path& build, const std::filesystem::path& into);

}  // namespace wlanmedic::lab
