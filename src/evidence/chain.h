// SPDX-License-Identifier: MIT
// The longest way through two tellings of the same: pairs of happenings in the order of both, whose offset stays,
// drifts a little, and seldom jumps.
#pragma once

#include <cstddef>
#include <vector>

#include "evidence/clock_alignment.h"
#include "wifi/instant.h"

namespace wlanmedic::evidence {

/// One happening that both tell.
struct Link {
    wifi::Instant own;         ///< on the other clock
    wifi::Duration offset{0};  ///< to be added to it to come to the reference
};

/// Without a jump; rising in time; not empty.
using Chain = std::vector<Link>;

/// Dynamic programming over the pairs of the same kind: each adds one, each jump costs more than one pair. Both
/// lists rise. Of more than `most_pairs` those are kept whose offset most others have too.
std::vector<Chain> best_chains(const std::vector<Landmark>& reference, const std::vector<Landmark>& other,
                               wifi::Duration tolerance, std::size_t most_pairs);

}  // namespace wlanmedic::evidence
