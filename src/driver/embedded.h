// SPDX-License-Identifier: MIT
// The files drivers/*.toml as they were when this was built; cmake/embed.cmake writes the definitions.
#pragma once

#include <span>
#include <string_view>

namespace wlanmedic::driver {

struct EmbeddedProfile {
    std::string_view file;  ///< "drivers/iwlwifi.toml"
    std::string_view toml;
};

/// In the order of their file names.
std::span<const EmbeddedProfile> embedded_profiles();

}  // namespace wlanmedic::driver
