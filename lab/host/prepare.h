// SPDX-License-Identifier: MIT
// Fills the cache: packages, kernel, fault module, initramfs. Nothing outside of the cache is written, no network
// is used but apt's, no root is needed.
//
//   CACHE/apt              apt's lists, state and cache
//   CACHE/selection.json   which packages, in which versions
//   CACHE/vmlinux         the kernel, unpacked
//   CACHE/debs             the packages
//   CACHE/root             the packages unpacked, one over the other
//   CACHE/fault            the fault module
//   CACHE/base.cpio     the programs and modules of every guest, without /init
//   CACHE/with-manager.cpio
//   CACHE/guest-*.cpio  base.cpio and behind it one guest program as /init; the newest few are kept
//   CACHE/tools, tools.json, with-tools-….cpio  packages of tools, which ones, and what the guest has of them
//   CACHE/recorder-*.cpio  wlanmedic itself with its libraries; the newest few are kept
//   CACHE/linux-source, kernel-build, debug-kernel, with-kernel-….cpio  kernel_source.h and kernel_layer.h
//   CACHE/prepared.json    what find_prepared reads; written last
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "lab/host/prepared.h"
#include "wifi/error.h"

namespace wlanmedic::lab {

struct PrepareOptions {
    std::filesystem::path cache;
    bool refresh = false;  ///< fetch the lists of packages anew and take what is current
    std::string kernel_package = "linux-image-amd64";
    std::filesystem::path guest_program;  ///< becomes /init
    std::filesystem::path recorder;       ///< the wlanmedic that records in the guest
    bool tools = false;                   ///< also the layer of tools
    bool modules = false;                 ///< also what `lab kernel` boots
    bool debug_kernel = false;            ///< also its debugging kernel
    std::filesystem::path
        bes2600;  ///< with `modules` and `debug_kernel`: a folder with virtual BES2600s; may be empty
    std::function<void(std::string_view)> say;  ///< hears of each step before it is done
};

/// Errors: what could not be done, and what to do about it. Two at once in one cache: the second waits.
wifi::Result<Prepared> prepare(const PrepareOptions& options);

}  // namespace wlanmedic::lab
