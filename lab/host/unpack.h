// SPDX-License-Identifier: MIT
// The results of a run, a gzip'd tar from the guest, which may have died while it wrote it.
#pragma once

#include <cstdint>
#include <filesystem>

#include "lab/host/memory_file.h"

namespace wlanmedic::lab {

struct UnpackLimits {
    std::uint64_t bytes = 4ULL << 30U;  ///< of all files together, unpacked
    unsigned files = 1000;
};

/// Plain files and directories only, three deep at most, with names of letters, digits, '.', '_', '-', '@', '+'
/// that do not begin with '.'. Error: what the archive should not hold, that it ends too early, or the file that
/// could not be written; some files may be there then.
wifi::Result<void> unpack_results(const MemoryFile& results, const std::filesystem::path& folder,
                                  const UnpackLimits& limits = {});

/// A whole file, made new. Error: it is there already, or no room.
wifi::Result<void> write_new_file(const std::filesystem::path& path, std::string_view bytes);

}  // namespace wlanmedic::lab
