// SPDX-License-Identifier: MIT
// What the cache has of one kind for several programs, of which the newest few are kept.
#pragma once

#include <filesystem>
#include <string_view>

namespace wlanmedic::lab {

/// Takes away all but the newest four PREFIX….cpio of the cache, with their stamps.
void forget_old(const std::filesystem::path& cache, std::string_view prefix);

}  // namespace wlanmedic::lab
