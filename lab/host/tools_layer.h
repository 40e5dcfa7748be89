// SPDX-License-Identifier: MIT
// The layer of the guest with other recorders and tools, for scenarios that say `tools = true`. Its packages are
// fetched, chosen and unpacked apart from the others, so that who does not want them has nothing of them.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "wifi/error.h"

namespace wlanmedic::lab {

struct ToolsOptions {
    std::filesystem::path cache;
    std::filesystem::path layer;  ///< the archive to be made
    std::string kernel_release;
    std::string base;  ///< digest of what the layer lies on
    bool refresh = false;
    std::function<void(std::string_view)> say;
};

/// Makes the layer, where it is not there already.
wifi::Result<void> prepare_tools(const ToolsOptions& options);

}  // namespace wlanmedic::lab
