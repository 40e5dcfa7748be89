// SPDX-License-Identifier: MIT
// The debugging kernel: Debian's source with lab/kernel/debug.config, which turns on every checker.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "wifi/error.h"

namespace wlanmedic::lab {

struct DebugKernelOptions {
    std::filesystem::path archive;  ///< KernelSource::archive
    std::filesystem::path folder;   ///< gets source/ and build/
    std::string source_digest;      ///< of the archive
    std::string configuration;      ///< lines CONFIG_X=y; all that is not named is off
    std::function<void(std::string_view)> say;
};

/// Builds the image and its modules in FOLDER/build, where that was not done with this source and configuration.
/// What an interrupted build has made is used. Errors: a setting that the kernel did not take, since it lacks what
/// that one depends on; with the end of what make said.
wifi::Result<void> prepare_debug_kernel(const DebugKernelOptions& options);

/// What QEMU starts. Not vmlinux: its PVH entry runs sanitized code before KASAN's shadow is there.
std::filesystem::path debug_kernel_image(const std::filesystem::path& folder);

}  // namespace wlanmedic::lab
