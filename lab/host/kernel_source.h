// SPDX-License-Identifier: MIT
// The source of the guest's kernel, of Debian's package linux-source-X.Y in the version that the kernel has.
//
//   CACHE/linux-source        linux-source-X.Y.tar.xz, and unpacked of it in tree/ what the lab builds modules of
#pragma once

#include <filesystem>
#include <functional>
#include <string_view>

#include "lab/host/selection.h"
#include "wifi/error.h"

namespace wlanmedic::lab {

struct KernelSource {
    std::filesystem::path archive;  ///< of all
    std::filesystem::path tree;     ///< drivers/net/wireless/st/cw1200, mac80211_hwsim, scripts/checkpatch.pl
};

struct KernelSourceOptions {
    std::filesystem::path cache;
    const Selection& selection;  ///< with the kernel's image, whose version the source must have
    std::function<void(std::string_view)> say;
};

/// Fetches (about 138 MB) and unpacks it, where it is not there already. Errors: the system's sources have no such
/// package, or not in this version.
wifi::Result<KernelSource> prepare_kernel_source(const KernelSourceOptions& options);

/// All of it into `folder`, which is made (1.5 GB).
wifi::Result<void> unpack_kernel_source(const std::filesystem::path& archive, const std::filesystem::path& folder);

}  // namespace wlanmedic::lab
