// SPDX-License-Identifier: MIT
// Files of a driver, read whole, and written all or none.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "wifi/error.h"

namespace wlanmedic::kernel {

inline constexpr std::size_t largest_source = std::size_t{8} << 20U;

struct NewText {
    std::filesystem::path file;
    std::string text;
};

/// Errors: it cannot be read, or is larger than largest_source.
wifi::Result<std::string> read_source(const std::filesystem::path& file);

/// Each new text is on the disk beside its file before the first file is replaced; a file keeps its mode, and a
/// link stays a link. Folders are made. Errors: nothing was replaced, or, where a rename fails between others,
/// which file.
wifi::Result<void> write_sources(const std::vector<NewText>& files);

}  // namespace wlanmedic::kernel
