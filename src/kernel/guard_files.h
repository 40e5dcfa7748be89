// SPDX-License-Identifier: MIT
// What a driver's build needs besides the patched sources: the guard's own sources beside them or the place where
// the guard is built, the lines of the Makefile, and for DKMS the second module.
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "config/embedded_file.h"
#include "kernel/driver_tree.h"
#include "kernel/source_file.h"
#include "wifi/error.h"

namespace wlanmedic::kernel {

/// kernel/connloss_guard: its sources, headers and build files.
std::span<const config::EmbeddedFile> embedded_guard();

struct GuardFiles {
    std::vector<NewText> sources;      ///< the guard's, which are not there yet or are others
    std::vector<NewText> build_files;  ///< Makefile or Kbuild, dkms.conf
};

/// `built` is the folder in which the guard is built already (Module.symvers, headers); empty: its sources are put
/// below the driver's folder, and one make builds both. What is there already is left out. Errors: `built` has no
/// connloss_guard.h; the driver has no Makefile.
wifi::Result<GuardFiles> guard_files(const DriverTree& driver, const std::filesystem::path& built);

}  // namespace wlanmedic::kernel
