// SPDX-License-Identifier: MIT
// "simulating under H1: 40 %, about 12 s left": what a status line says of work whose share that is done is known.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace wlanmedic::app {

class RemainingTime {
public:
    /// `share`: what was done before, of what show() tells.
    explicit RemainingTime(double share = 0) : before_(share) {}

    std::string text(std::string_view what, double share) const;

private:
    double before_;
    std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace wlanmedic::app
