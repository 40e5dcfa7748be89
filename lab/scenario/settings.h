// SPDX-License-Identifier: MIT
// `--set key=value`: puts values into a table that was parsed, before anything reads it.
#pragma once

#include <toml++/toml.h>

#include <vector>

#include "config/table_reader.h"
#include "lab/scenario/reader.h"

namespace wlanmedic::lab {

/// A key is a path with dots: "station.manager", "access_point.0.pmf" (lists are counted from 0; one past their
/// end appends). A value is read as TOML where it is TOML, else as text; where a text stood, it is text. What is
/// wrong with a setting, here or when it is read, is told with "--set key=value" for its file.
void apply(const std::vector<Setting>& settings, toml::table& table, config::FirstError& first);

}  // namespace wlanmedic::lab
