// SPDX-License-Identifier: MIT
// What an author should look at again in a file that can be read: not wrong, but hardly meant so.
#pragma once

#include <string>

#include "config/place.h"

namespace wlanmedic::config {

struct Finding {
    std::string what;  ///< one sentence, no full stop
    std::string hint;
    Place place;  ///< line 0: the file as a whole
};

}  // namespace wlanmedic::config
