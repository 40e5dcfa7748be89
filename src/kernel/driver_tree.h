// SPDX-License-Identifier: MIT
// Finds the mac80211 driver below a folder, by what its sources say: a kernel tree, a driver's folder, a DKMS
// tree.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "wifi/error.h"

namespace wlanmedic::kernel {

struct DriverTree {
    std::string name;                          ///< one that patches know ("cw1200"), else its folder's
    std::filesystem::path folder;              ///< absolute, where it registers with mac80211
    std::vector<std::filesystem::path> files;  ///< its .c and .h, from the folder, sorted
    std::filesystem::path makefile;            ///< Kbuild or Makefile in the folder; empty where there is none
    std::filesystem::path dkms;                ///< dkms.conf in the folder or above it; empty where there is none
};

/// `where`: a folder, or a single .c file. `name` picks one of several; may be empty. Symbolic links to folders
/// are not followed. Errors: `where` is not there or cannot be read; no driver is below; several are, and none was
/// named.
wifi::Result<DriverTree> find_driver(const std::filesystem::path& where, const std::string& name);

}  // namespace wlanmedic::kernel
