// SPDX-License-Identifier: MIT
// A driver's source with the patches of kernel/cocci in it, as `wlanmedic kernel patch` puts them there.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "wifi/error.h"

namespace wlanmedic::lab {

/// Changes the driver in `folder` by the patches that it has by default, and by the options `with`.
/// Errors: what patch_driver (kernel/patched_driver.h) cannot do; a call that the guard would not know of
/// afterwards, a patch for this driver that changes nothing.
wifi::Result<void> apply_semantic_patches(const std::filesystem::path& folder,
                                          const std::vector<std::string>& with);

}  // namespace wlanmedic::lab
