// SPDX-License-Identifier: MIT
// What the guest of `lab kernel` is made of, beside kernel/: lab/chips, lab/kernel, the guard's own test modules.
#pragma once

#include <span>
#include <string_view>

#include "config/embedded_file.h"

namespace wlanmedic::lab {

/// In the order of their file names, which are paths from the root of the tree.
std::span<const config::EmbeddedFile> kernel_files();

/// Of the file with this path from the root of the tree. Empty where there is none.
std::string_view kernel_file(std::string_view name);

}  // namespace wlanmedic::lab
