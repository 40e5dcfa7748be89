// SPDX-License-Identifier: MIT
// What the report says of how a clock of a file was brought onto the time line of its folder.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "evidence/clock.h"
#include "evidence/strand.h"

namespace wlanmedic::evidence {

/// A change of a clock against the time line.
struct ClockChange {
    enum class Why : std::uint8_t {
        unknown,   ///< set, or stood still: the evidence does not tell
        resumed,   ///< the machine was suspended or booted there, and the clock stood still or began anew
        restarted  ///< the clock went back: booted, set back, or another excerpt
    };
    wifi::Instant at;      ///< on the time line
    wifi::Duration by{0};  ///< what the offset changes by
    Why why = Why::unknown;
};

std::string_view name_of(ClockChange::Why why);

/// One clock of one file.
struct Alignment {
    enum class How : std::uint8_t {
        reference,   ///< the others are brought onto it, or there are no others
        as_it_is,    ///< the reference's kind of clock, taken at its word
        happenings,  ///< by what both tell
        alone,       ///< not at all: it stands on a time line of its own
    };
    Clock clock = Clock::none;
    How how = How::alone;
    wifi::Duration offset{0};          ///< to be added, where most happenings are
    wifi::Duration residual{0};        ///< the largest disagreement of a paired happening after it
    wifi::Duration drift{0};           ///< the largest change of the offset without a jump
    std::size_t happenings = 0;        ///< as_it_is: that agree
    std::vector<ClockChange> changes;  ///< in the order of the file
    std::optional<std::string> zone;   ///< "+02:00": how far a local clock is ahead of the reference
    std::optional<Rival> rival;        ///< another place that fits nearly as well
    std::size_t stretches = 1;         ///< runs of the clock in the file
    std::size_t stretches_alone = 0;   ///< of them those that could not be aligned
    std::string because;               ///< why not, where stretches_alone > 0

    bool aligned() const { return how != How::alone; }
    /// False of a clock of which there is nothing to tell: the reference, whole.
    bool worth_telling() const;
    /// "boot clock aligned by 12 happenings, within 0.003 s", for the lists of files.
    std::string to_string() const;
};

std::string_view name_of(Alignment::How how);

/// Of the strands of one clock of one file. `lone`: no other clock is there.
Alignment summary_of(std::span<const Strand> strands, bool lone);

}  // namespace wlanmedic::evidence
