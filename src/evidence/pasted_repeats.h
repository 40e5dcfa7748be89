// SPDX-License-Identifier: MIT
// Several excerpts of the same log in one text: told twice, or not in the order of time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "evidence/clock.h"

namespace wlanmedic::evidence {

/// Of each known line what is needed to compare and to order.
struct Told {
    std::size_t line = 0;    ///< the caller's number of it
    std::uint64_t hash = 0;  ///< of its text, blanks left out
    std::uint64_t host = 0;  ///< hash of the name of the machine; 0 where the line names none
    Clock clock = Clock::none;
    wifi::Instant instant;
    wifi::Duration resolution{0};
    bool exact = false;                          ///< a stamp so fine that no two lines share it by chance
    std::optional<wifi::Duration> boot_to_wall;  ///< where the line has both times
    bool break_before = false;                   ///< prose, a fence or a snip mark stands before it
};

/// A run of lines between two breaks.
struct Excerpt {
    std::size_t begin = 0;  ///< index into the lines
    std::size_t end = 0;
    bool by_text = false;  ///< begins after prose, a fence or a snip mark, not only where the time goes back
};

/// Excerpts end where the time goes back by more than 2 s (and the resolution), where the clock changes, and at
/// breaks in the text.
std::vector<Excerpt> excerpts_of(const std::vector<Told>& told);

/// For each line whether another excerpt tells it too, so that it is left out. An excerpt that another one
/// contains is left out whole; else the later one loses the lines that the earlier one had. Lines are the same
/// where time and text are. Where times are not exact, only a copy from an end of an excerpt to an end is one.
std::vector<bool> find_repeats(const std::vector<Told>& told, const std::vector<Excerpt>& excerpts);

/// The order of the excerpts by time, or nothing where they are in order, or where it is not certain that it is
/// one machine and one time: all on one clock, disjoint, of one host; those out of order with the same difference
/// of boot and wall time (one boot), or on the wall's clock after a break in the text. Lines left out do not
/// count.
std::vector<std::size_t> order_by_time(const std::vector<Told>& told, const std::vector<Excerpt>& excerpts,
                                       const std::vector<bool>& left_out);

}  // namespace wlanmedic::evidence
