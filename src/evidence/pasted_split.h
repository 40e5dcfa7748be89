// SPDX-License-Identifier: MIT
// Log lines whose line ends were lost, so that they stand one after another on one line.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace wlanmedic::evidence {

struct Piece {
    std::size_t begin = 0;
    std::size_t length = 0;
};

/// The log lines within `line`, each with its place, or nothing where there are fewer than two. A new one begins
/// where a frame of the same kind as the first one stands, after a blank, a "<br>" or a "\n" written as two
/// characters, and after a message. What stands before the first one is a piece of its own.
std::vector<Piece> split_joined_lines(std::string_view line);

}  // namespace wlanmedic::evidence
