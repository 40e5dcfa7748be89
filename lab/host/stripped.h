// SPDX-License-Identifier: MIT
// Programs and modules without what only debuggers read.
#pragma once

#include <filesystem>
#include <string>

#include "wifi/error.h"

namespace wlanmedic::lab {

/// The file of these bytes as `strip --strip-debug` leaves it; `scratch` is a file that it may write.
wifi::Result<std::string> stripped(const std::string& bytes, const std::filesystem::path& scratch);

}  // namespace wlanmedic::lab
