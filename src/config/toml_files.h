// SPDX-License-Identifier: MIT
// Files and directories of files that people write for the program: driver profiles, policies.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "wifi/error.h"

namespace wlanmedic::config {

struct TomlFile {
    std::string path;
    std::string text;
};

/// The text of one file. `what` it should hold is named in errors: "driver profile". Errors: cannot be read,
/// longer than `most` bytes (a directory may hold a link to a device that never ends).
wifi::Result<std::string> read_toml_file(const std::string& path, std::string_view what, std::size_t most);

/// DIRECTORY/*.toml, in the order of their names. Errors: the directory or a file in it cannot be read.
wifi::Result<std::vector<TomlFile>> read_toml_directory(const std::filesystem::path& directory,
                                                        std::string_view what, std::size_t most);

}  // namespace wlanmedic::config
