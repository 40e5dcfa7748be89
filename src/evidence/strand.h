// SPDX-License-Identifier: MIT
// One run of one clock of one file, and where it belongs on the time line of its folder.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "evidence/clock.h"
#include "evidence/clock_run.h"
#include "evidence/piecewise_fit.h"

namespace wlanmedic::evidence {

struct Strand {
    enum class Place : std::uint8_t {
        reference,  ///< the others are brought onto it
        as_is,      ///< the same kind of clock as the reference: taken at its word
        fitted,     ///< by happenings that both tell
        alone,      ///< nothing shows where it belongs
    };

    std::size_t file = 0;
    std::size_t family = 0;  ///< of files that one clock has stamped one after the other: the first; else the file
    Clock clock = Clock::none;
    std::size_t run = 0;
    ClockRun told;

    Place place = Place::alone;
    std::size_t confirmed = 0;        ///< as_is: happenings of the reference that agree with it as it is
    std::optional<PiecewiseFit> fit;  ///< fitted
    std::string because;              ///< alone: why

    /// Its own time brought onto the time line; as it is where nothing else is known.
    wifi::Instant on_time_line(wifi::Instant own) const { return fit ? fit->map(own) : own; }
    bool on_first_time_line() const { return place != Place::alone; }
};

/// Says of each strand where it belongs. The reference is the worthiest clock (evidence/clock.h), of these the run
/// with the most landmarks. What has been fitted helps to fit the rest. Strands on the reference's kind of clock
/// are taken as they are, unless that fits badly and something else fits well; a wall clock that goes back within
/// a file is taken at its word where it does not contradict itself; another clock that goes back has begun anew.
/// Strands of a file stand together, by clock, in the order of runs.
void place_strands(std::vector<Strand>& strands);

/// "+02:00" where the offset is a whole number of quarters of an hour, as zones are, to within `residual`.
std::optional<std::string> as_zone(wifi::Duration offset, wifi::Duration within);

}  // namespace wlanmedic::evidence
