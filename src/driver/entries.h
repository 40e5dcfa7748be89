// SPDX-License-Identifier: MIT
// Reads the entries of a profile: the tables [[pattern]], [[counter]], [[reset]], [[hazard]].
#pragma once

#include <toml++/toml.h>

#include "config/table_reader.h"
#include "driver/profile.h"

namespace wlanmedic::driver {

/// What is wrong is kept in `first`; then the entry has no meaning.
Pattern pattern_of(const toml::table& table, config::FirstError& first);
Counter counter_of(const toml::table& table, config::FirstError& first);
Reset reset_of(const toml::table& table, config::FirstError& first);
Hazard hazard_of(const toml::table& table, config::FirstError& first);

}  // namespace wlanmedic::driver
