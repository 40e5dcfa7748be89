// SPDX-License-Identifier: MIT
// From the clock of a file to the time line of its folder: an offset that may jump and may drift.
#pragma once

#include <cstddef>
#include <vector>

#include "wifi/instant.h"

namespace wlanmedic::evidence {

/// No clock that is slewed gains or loses more (adjtimex(2): 500 ppm), in seconds per second.
inline constexpr double most_drift = 500e-6;

/// What the clock reads somewhere, and what must be added there.
struct Knot {
    wifi::Instant own;
    wifi::Duration offset{0};
};

/// A stretch of a clock without a jump.
struct Piece {
    wifi::Instant from = wifi::Instant::min();  ///< on the clock itself; the first piece has no beginning
    std::vector<Knot> knots;                    ///< at least one, rising; between them straight, beyond them level
    std::size_t happenings = 0;                 ///< that it stands on
    wifi::Duration offset_at(wifi::Instant own) const;
};

class TimeMap {
public:
    TimeMap() = default;
    /// Pieces in the order of `from`.
    explicit TimeMap(std::vector<Piece> pieces) : pieces_(std::move(pieces)) {}

    /// What is to be added; nothing is, without pieces.
    wifi::Duration offset_at(wifi::Instant own) const;
    wifi::Instant operator()(wifi::Instant own) const { return wifi::shifted(own, offset_at(own)); }

    const std::vector<Piece>& pieces() const { return pieces_; }

private:
    std::vector<Piece> pieces_;
};

}  // namespace wlanmedic::evidence
