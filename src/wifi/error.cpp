// SPDX-License-Identifier: MIT
#include "wifi/error.h"

#include <fmt/format.h>

namespace wlanmedic::wifi {

std::string Error::to_string() const {
    std::string text = file;
    if (!file.empty() && line > 0) fmt::format_to(std::back_inserter(text), ":{}", line);
    if (!file.empty() && line > 0 && column > 0) fmt::format_to(std::back_inserter(text), ":{}", column);
    if (!text.empty()) text += ": ";
    return text + what;
}

}  // namespace wlanmedic::wifi
