// SPDX-License-Identifier: MIT
// Sums of times that a scenario may have made as long as it likes.
#pragma once

#include <algorithm>

#include "wifi/instant.h"

namespace wlanmedic::lab {

/// The largest Duration where the sum would be larger. A negative `by` counts as none.
constexpr wifi::Duration sum_of(wifi::Duration a, wifi::Duration by) {
    by = std::max(by, wifi::Duration::zero());
    return a > wifi::Duration::max() - by ? wifi::Duration::max() : a + by;
}

}  // namespace wlanmedic::lab
