// SPDX-License-Identifier: MIT
// What the guest of one run is told: a small cpio behind the prepared initramfs.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "lab/host/memory_file.h"
#include "lab/scenario/reader.h"

namespace wlanmedic::lab {

/// /lab/scenario.toml (as it was written), /lab/scenario.name, /lab/settings (key=value lines), /lab/seed, and
/// /lab/shell where a shell is wanted.
struct Overlay {
    std::string scenario;
    std::string file;  ///< as errors name it
    std::vector<Setting> settings;
    std::uint64_t seed = 1;
    bool shell = false;
};

std::string overlay_archive(const Overlay& overlay);

/// The parts behind each other, each but the last padded to 512 bytes: the kernel takes zeros between archives,
/// and an uncompressed one begins at a multiple of 4 (init/initramfs.c). Error: a part that cannot be read.
wifi::Result<MemoryFile> join_initrd(const std::vector<std::filesystem::path>& parts, const std::string& last);

}  // namespace wlanmedic::lab
