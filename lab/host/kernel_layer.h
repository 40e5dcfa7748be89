// SPDX-License-Identifier: MIT
// What `wlanmedic lab kernel` boots, in the cache: for Debian's kernel a layer over base.cpio with the modules,
// for the debugging kernel that kernel as well.
//
//   CACHE/kernel-build         of the headers, for `make -C`
//   CACHE/debug-kernel/        source, build: the debugging kernel; made once for a version and configuration
//   CACHE/with-kernel-….cpio  /lab/kernel, /lab/modules/order.kernel; one for each set of sources, the newest few
//   kept CACHE/with-debug-kernel-….cpio
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "lab/host/selection.h"
#include "wifi/error.h"

namespace wlanmedic::lab {

struct KernelLayerOptions {
    std::filesystem::path cache;
    const Selection& selection;
    bool debug = false;             ///< for the debugging kernel, which is built first
    std::filesystem::path bes2600;  ///< with stock/vbes2600.ko and patched/vbes2600.ko; empty: without them
    std::function<void(std::string_view)> say;
};

/// Makes what is not there already. Errors: what could not be done, and what to do about it.
wifi::Result<void> prepare_kernel_layer(const KernelLayerOptions& options);

struct KernelLayer {
    std::filesystem::path kernel;                 ///< QEMU starts it
    std::vector<std::filesystem::path> archives;  ///< behind each other
};

/// Of this program's own sources. Errors: it is not prepared, with what prepares it.
wifi::Result<KernelLayer> find_kernel_layer(const std::filesystem::path& cache, bool debug,
                                            const std::filesystem::path& bes2600);

}  // namespace wlanmedic::lab
