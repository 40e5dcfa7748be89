// SPDX-License-Identifier: MIT
// Small files of /proc and /sys, and configuration files: written and read whole.
#pragma once

#include <string>
#include <string_view>

namespace wlanmedic::lab {

/// False where it could not be written whole in one write.
bool put_text(const std::string& file, std::string_view text);
/// Empty where it cannot be read.
std::string get_text(const std::string& file);

}  // namespace wlanmedic::lab
