// SPDX-License-Identifier: MIT
// What check says, as text and as JSON.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "driver/catalog.h"
#include "machine/check.h"

namespace wlanmedic::app {

/// What the profile of this module warns of.
std::vector<std::string> hazards_of(const driver::Catalog& drivers, std::string_view module);

/// Safe for a terminal. `all`: what is well, too.
std::string text_of(const std::vector<machine::Check>& checks, bool all);
/// wlanmedic.check/1
std::string json_of(const std::vector<machine::Check>& checks);

}  // namespace wlanmedic::app
