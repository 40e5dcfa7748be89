// SPDX-License-Identifier: MIT
// Log lines whose line ends were lost, so that they stand one after another on one line.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace wlanmedic::evidence {

/// Not "Piece": that is a stretch of a clock (time_map.h), and two structs of one name and unlike contents in one
/// namespace break the rule of one definition, which no compiler tells.
struct LinePiece {
    std::size_t begin = 0;
    std::size_t length = 0;
};

/// The log lines within `line`, each with its place, or nothing where there are fewer than two. A new one begins
/// where a frame of the same kind as the first one stands, after a blank, a "<br>" or a "\n" written as two
/// characters, and after a message. What stands before the first one is a piece of its own.
std::vector<LinePiece> split_joined_lines(std::string_view line);

}  // namespace wlanmedic::evidence
