// SPDX-License-Identifier: MIT
// The name that a link of sysfs ends in: "../../bus/sdio/drivers/bes2600" leads to the driver bes2600.
#pragma once

#include <string>

namespace wlanmedic::capture {

inline std::string last_part(const std::string& path) { return path.substr(path.rfind('/') + 1); }

}  // namespace wlanmedic::capture
