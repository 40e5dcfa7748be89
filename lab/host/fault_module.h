// SPDX-License-Identifier: MIT
// Builds lab/fault for the guest's kernel with the unpacked headers.
#pragma once

#include <filesystem>
#include <string>

#include "wifi/error.h"

namespace wlanmedic::lab {

/// Leaves wlanmedic_fault.ko in the folder `into`, which is made, stripped of symbols for debuggers. `root` holds
/// the unpacked packages linux-headers-RELEASE, its -common and linux-kbuild; neither may have a blank in its
/// path, which the kernel's Makefiles cannot take. Errors: with the end of what make said.
wifi::Result<void> build_fault_module(const std::filesystem::path& root, const std::string& release,
                                      const std::filesystem::path& into);

}  // namespace wlanmedic::lab
