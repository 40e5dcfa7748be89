// SPDX-License-Identifier: MIT
// Builds modules for a kernel of the guest, outside of its tree (Linux, Documentation/kbuild/modules.rst).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "wifi/error.h"

namespace wlanmedic::lab {

/// A folder `build` for `make -C`, of the headers that were unpacked below `root`: the packages
/// linux-headers-RELEASE, its -common and linux-kbuild. Errors: they are not there.
wifi::Result<void> make_build_folder(const std::filesystem::path& root, const std::string& release,
                                     const std::filesystem::path& build);

struct ModuleBuild {
    std::filesystem::path build;        ///< the kernel's: of make_build_folder, or one that it was built in
    std::filesystem::path source;       ///< a folder with a Makefile or Kbuild; the modules are left there
    std::vector<std::string> settings;  ///< of make: "CONFIG_CW1200=m"
    std::vector<std::filesystem::path> symbols;   ///< Module.symvers of modules whose functions these call
    std::vector<std::filesystem::path> includes;  ///< further folders of headers
};

/// Neither path may have a blank in it, which the kernel's Makefiles cannot take. No debugging information is
/// built: it would hold the folder's path. Errors: with the end of what make said.
wifi::Result<void> build_modules(const ModuleBuild& wanted);

/// A module that build_modules left, without symbols for debuggers.
wifi::Result<std::string> built_module(const std::filesystem::path& file);

}  // namespace wlanmedic::lab
