// SPDX-License-Identifier: MIT
// What the guest with systemd holds beside Debian's packages: lab/systemd/*.
#pragma once

#include <span>
#include <string_view>

#include "config/embedded_file.h"

namespace wlanmedic::lab {

/// In the order of their file names.
std::span<const config::EmbeddedFile> systemd_files();

/// Of lab/systemd/NAME. Empty where there is none.
std::string_view systemd_file(std::string_view name);

}  // namespace wlanmedic::lab
