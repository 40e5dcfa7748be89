// SPDX-License-Identifier: MIT
// All that `wlanmedic explain` does, from the bytes of the files of one folder to both reports.
#pragma once

#include <string_view>
#include <vector>

namespace wlanmedic::fuzz {

/// Aborts where something does not hold that must hold for any bytes.
void explain_bytes(const std::vector<std::string_view>& files);

}  // namespace wlanmedic::fuzz
