// SPDX-License-Identifier: MIT
// A text file of the tree as it was when this was built; cmake/embed.cmake writes the lists of them.
#pragma once

#include <string_view>

namespace wlanmedic::config {

struct EmbeddedFile {
    std::string_view file;  ///< from the root of the tree: "drivers/iwlwifi.toml"
    std::string_view text;
};

}  // namespace wlanmedic::config
