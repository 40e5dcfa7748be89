// SPDX-License-Identifier: MIT
#include "remaining_time.h"

#include <fmt/format.h>

namespace wlanmedic::app {

std::string RemainingTime::text(std::string_view what, double share) const {
    const std::chrono::duration<double> gone = std::chrono::steady_clock::now() - begin_;
    std::string left;
    if (share - before_ > 0.02)
        left = fmt::format(", about {:.0f} s left", gone.count() / (share - before_) * (1 - share));
    return fmt::format("{}: {:.0f} %{}", what, share * 100, left);
}

}  // namespace wlanmedic::app
