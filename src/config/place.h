// SPDX-License-Identifier: MIT
// Where in its file an entry begins.
#pragma once

#include <cstdint>

namespace wlanmedic::config {

struct Place {
    std::uint64_t line = 0;  ///< from 1; 0 where unknown
    std::uint64_t column = 0;

    bool operator==(const Place&) const = default;
};

}  // namespace wlanmedic::config
