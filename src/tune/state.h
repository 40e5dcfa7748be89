// SPDX-License-Identifier: MIT
// The text of a state file: what a sweep is, then a line for each chunk that is done. Whoever reads one trusts
// nothing in it.
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <string_view>

#include "tune/results.h"
#include "wifi/error.h"

namespace wlanmedic::tune {

/// Larger files are refused: a million candidates take 150 MB.
inline constexpr std::size_t most_state_bytes = 1U << 30;

/// The first line. `sweep` is an object that tells one sweep from another, a key for each thing that matters.
std::string state_header(const nlohmann::ordered_json& sweep);
std::string state_line(std::size_t chunk, std::span<const Result> results);

/// Adds what the text has to `results`, and gives back how many bytes of it are whole lines: what a cut leaves of
/// a last line is dropped. An empty text has 0. Errors: it is no state file, or one of another sweep, and what
/// differs; a line is no chunk of it, or contradicts what is there already.
wifi::Result<std::size_t> read_state(std::string_view text, const std::string& file,
                                     const nlohmann::ordered_json& sweep, Results& results);

}  // namespace wlanmedic::tune
