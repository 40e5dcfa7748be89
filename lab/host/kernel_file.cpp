// SPDX-License-Identifier: MIT
#include <algorithm>

#include "lab/host/kernel_files.h"

namespace wlanmedic::lab {

std::string_view kernel_file(std::string_view name) {
    const auto files = kernel_files();
    const auto found = std::ranges::find(files, name, &config::EmbeddedFile::file);
    return found == files.end() ? std::string_view{} : found->text;
}

}  // namespace wlanmedic::lab
