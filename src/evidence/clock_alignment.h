// SPDX-License-Identifier: MIT
// Brings one clock onto another by the happenings that both have stamped.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "wifi/instant.h"

namespace wlanmedic::evidence {

struct Landmark {
    std::uint64_t what = 0;  ///< same_happening.h, landmark(): never 0
    wifi::Instant when;      ///< on the clock of its source
};

/// Offsets from the one to the other.
struct OffsetRange {
    wifi::Duration from{0};
    wifi::Duration to{0};
};

struct ClockAlignment {
    wifi::Duration offset{0};    ///< to be added to the other clock
    wifi::Duration residual{0};  ///< the largest disagreement of a paired happening after it
    std::size_t happenings = 0;  ///< how many were paired
    wifi::Duration span{0};      ///< from the first of them to the last

    /// The offset at which the most happenings of `other` fall within `tolerance` of one of the same kind in
    /// `reference`, each used once; of several such the one with the smallest spread. Nothing where fewer than two
    /// happenings can be paired, unless each side has only one of a kind that the other has.
    /// More than `most_landmarks` of either are left out from its end, and the search ends after `most_steps`, so
    /// that no evidence can make it long. Offsets within one of `not_within` are not looked at.
    static std::optional<ClockAlignment> fit(std::vector<Landmark> reference, std::vector<Landmark> other,
                                             wifi::Duration tolerance,
                                             const std::vector<OffsetRange>& not_within = {});

    static constexpr std::size_t most_landmarks = 1000;
    static constexpr std::size_t most_steps = 50'000'000;
};

}  // namespace wlanmedic::evidence
