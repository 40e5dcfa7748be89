// SPDX-License-Identifier: MIT
// The words that a step's `do` may be, and the keys that go with each.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "lab/scenario/scenario.h"
#include "lab/scenario/scenario_reader.h"

namespace wlanmedic::lab {

struct ActionWord {
    std::string_view word;
    std::span<const char* const> keys;  ///< beside those that every step has
    /// What is wrong is kept by the reader.
    Action (*read)(ScenarioReader& reader, const Scenario& scenario);
};

/// In the order of docs/lab.md.
std::span<const ActionWord> action_words();

/// Nothing where there is no such word.
const ActionWord* action_word(std::string_view word);

/// Reads kind, interval and bytes_per_second, as [[traffic]] and start-traffic have them.
Traffic traffic_of(ScenarioReader& reader);

}  // namespace wlanmedic::lab
