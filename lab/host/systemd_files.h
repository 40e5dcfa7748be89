// SPDX-License-Identifier: MIT
// What the guest with systemd holds beside Debian's packages, lab/systemd/*, as it was when this was built;
// cmake/embed.cmake writes the definitions.
#pragma once

#include <span>
#include <string_view>

namespace wlanmedic::lab {

struct SystemdFile {
    std::string_view file;  ///< "lab/systemd/demonstration"
    std::string_view text;
};

/// In the order of their file names.
std::span<const SystemdFile> systemd_files();

/// Of lab/systemd/NAME. Empty where there is none.
std::string_view systemd_file(std::string_view name);

}  // namespace wlanmedic::lab
