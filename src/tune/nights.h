// SPDX-License-Identifier: MIT
// A few policies played through the same nights, with what each draw of the parameters says of each: so that two
// of them can be held against each other night by night.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "whatif/simulate.h"

namespace wlanmedic::tune {

struct World {
    const whatif::Posterior* posterior;
    std::vector<driver::Method> forbidden;
    whatif::Plan plan;
};

/// Of one policy, of each draw.
using Draws = std::vector<whatif::DrawTally>;
using Policies = std::span<const std::shared_ptr<const policy::Policy>>;

/// In the order of the policies, on this thread. The draws are those from `first_draw` on; the same figures
/// whatever policies play beside. Nothing once `stop` is set.
std::optional<std::vector<Draws>> play_nights(const World& world, Policies policies, std::uint32_t first_draw,
                                              const std::atomic<bool>& stop);

/// How much more of a figure `a` has than `b` a day, and the standard error of that: of the differences on the
/// same nights, which is far less than the errors of the two. Both of the same draws.
struct Difference {
    double value = 0;
    double error = 0;

    /// Above what chance makes of equal ones, in 39 of 40.
    bool is_above_zero() const { return value > 2 * error; }
};
Difference difference(const Draws& a, const Draws& b, whatif::DrawTally::Figure figure, double hours);

}  // namespace wlanmedic::tune
