// SPDX-License-Identifier: MIT
// Reads what makes the station a chip, `chip` and `driver` of [station] and the table [guard], and says what does
// not go with one.
#pragma once

#include <optional>

#include "lab/scenario/scenario.h"
#include "lab/scenario/scenario_reader.h"

namespace wlanmedic::lab {

/// `station`: the reader of [station]; `file`: that of the whole file. Nothing where the station is no chip.
std::optional<Chip> read_chip(ScenarioReader& station, ScenarioReader& file);

/// Where there is no [station]: a [guard] would have nothing to guard.
void refuse_guard_alone(ScenarioReader& file);

/// Of a station that has been read: managers and networks that a chip cannot have.
void refuse_what_chips_lack(ScenarioReader& station, const Scenario& scenario);

/// For steps that are done to the inside of a radio of the medium's: not where that is the station's, and a
/// chip's.
void refuse_for_chip(ScenarioReader& reader, const Scenario& scenario, const char* key);

/// For steps that are done to a chip: there must be one.
void require_chip(ScenarioReader& reader, const Scenario& scenario);

}  // namespace wlanmedic::lab
