// SPDX-License-Identifier: MIT
// wlanmedic itself in the guest, for `wlanmedic record`. It is a program of this machine, which may be another
// distribution than the guest's: so it comes with its own libraries and their loader, in a folder of its own. A
// static one cannot be had: Debian has no static libsystemd.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "lab/host/cpio.h"
#include "wifi/error.h"

namespace wlanmedic::lab {

/// The files that the dynamic loader said it takes, of what `ld.so --list PROGRAM` printed: "libc.so.6" and where
/// it is. The loader itself and what the kernel provides are left out. Errors: a library that was not found.
struct LoadedLibrary {
    std::string name;
    std::filesystem::path file;
    bool operator==(const LoadedLibrary&) const = default;
};
wifi::Result<std::vector<LoadedLibrary>> loaded_libraries(std::string_view listed);

/// /usr/bin/wlanmedic, which starts /lab/record/wlanmedic, whose loader is /lab/record/ld.so, with the libraries
/// of /lab/record/lib. `scratch` is a file that it may write. Errors: a library that this machine lacks.
wifi::Result<FileTree> recorder_files(const std::filesystem::path& program, const std::filesystem::path& scratch);

}  // namespace wlanmedic::lab
