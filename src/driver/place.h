// SPDX-License-Identifier: MIT
// Where in its file an entry of a profile begins.
#pragma once

#include <cstdint>

namespace wlanmedic::driver {

struct Place {
    std::uint64_t line = 0;  ///< from 1; 0 where unknown
    std::uint64_t column = 0;

    bool operator==(const Place&) const = default;
};

}  // namespace wlanmedic::driver
