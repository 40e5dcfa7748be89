// SPDX-License-Identifier: MIT
// Brings a clock that may jump and drift onto another by the happenings that both have stamped.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "evidence/clock_alignment.h"
#include "evidence/clock_run.h"
#include "evidence/time_map.h"

namespace wlanmedic::evidence {

/// Where two pieces of a fit meet.
struct Jump {
    wifi::Instant after;   ///< on the other clock: the last happening of the piece before
    wifi::Instant at;      ///< on the other clock: where it is put, within (after, before]
    wifi::Instant before;  ///< on the other clock: the first happening of the piece behind
    wifi::Duration by{0};  ///< the change of the offset
    bool resumed = false;  ///< the other clock's own source tells there that the machine was suspended or booted
};

/// Another place where the clock fits about as well.
struct Rival {
    std::size_t happenings = 0;
    wifi::Duration away{0};  ///< from the offset that was found
};

struct PiecewiseFit {
    TimeMap map;
    wifi::Duration offset{0};    ///< of the piece with the most happenings, in its middle
    wifi::Duration residual{0};  ///< the largest disagreement of a paired happening after it
    wifi::Duration drift{0};     ///< the largest change of the offset within a piece
    wifi::Duration span{0};      ///< from the first paired happening to the last
    std::size_t happenings = 0;
    std::vector<Jump> jumps;
    std::optional<Rival> rival;
    bool ambiguous = false;  ///< the rival pairs as many, as closely: nothing tells which is right

    /// `reference`: rising in time. Both clocks rise, so what follows on the one follows on the other. Pairs of
    /// the same piece agree within `tolerance`, and `most_drift` of what lies between. A jump is believed where at
    /// least two happenings beyond it agree with each other and differ clearly from the piece before; a change
    /// that most_drift explains is no jump. Nothing where fewer than two happenings can be paired, unless each
    /// side has only one of a kind that the other has. Time and memory are bounded: most_pairs.
    static std::optional<PiecewiseFit> fit(const std::vector<Landmark>& reference, const ClockRun& other,
                                           wifi::Duration tolerance);

    static constexpr std::size_t most_pairs = 200'000;
};

/// How many happenings of `other` agree with one of the same kind of `reference` as they stand, each used once.
std::size_t agreeing(const std::vector<Landmark>& reference, const std::vector<Landmark>& other,
                     wifi::Duration tolerance);

}  // namespace wlanmedic::evidence
