// SPDX-License-Identifier: MIT
// The modules that `wlanmedic lab kernel` offers a script: the guard, drivers as their authors wrote them and with
// the guard in them, and virtual chips beneath the drivers.
#pragma once

#include <filesystem>
#include <functional>
#include <string_view>

#include "wifi/error.h"

namespace wlanmedic::lab {

struct KernelModulesOptions {
    std::filesystem::path build;    ///< the kernel's (kernel_build.h)
    std::filesystem::path source;   ///< the kernel's: KernelSource::tree, or all of it
    std::filesystem::path bes2600;  ///< with stock/vbes2600.ko and patched/vbes2600.ko; empty: without them
    std::function<void(std::string_view)> say;
};

/// Leaves in the folder `into`, which is made: connloss_guard.ko, vcw1200.ko and what is built with them,
/// stock/cw1200_core.ko, patched/cw1200_core.ko, with options scrub/cw1200_core.ko and wfx/cw1200_core.ko,
/// patched/mac80211_hwsim.ko, and with bes2600 stock/vbes2600.ko, patched/vbes2600.ko. Errors: with the
/// end of what make said.
wifi::Result<void> build_kernel_modules(const KernelModulesOptions& options, const std::filesystem::path& into);

}  // namespace wlanmedic::lab
