// SPDX-License-Identifier: MIT
// What check says, as text and as JSON.
#pragma once

#include <string>
#include <vector>

#include "machine/check.h"

namespace wlanmedic::app {

/// Safe for a terminal. `all`: what is well, too.
std::string text_of(const std::vector<machine::Check>& checks, bool all);
/// wlanmedic.check/1
std::string json_of(const std::vector<machine::Check>& checks);

}  // namespace wlanmedic::app
