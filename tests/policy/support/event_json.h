// SPDX-License-Identifier: MIT
// Events as the vectors write them (tests/vectors/policy/README.md).
#pragma once

#include <nlohmann/json.hpp>

#include "wifi/event.h"

namespace wlanmedic::policy {

/// "12.000000001" or 12: seconds, exactly.
wifi::Duration seconds_of(const nlohmann::json& value);

/// Throws std::invalid_argument, or what nlohmann::json throws, where the text is wrong: unknown keys, too.
wifi::Event event_of(const nlohmann::json& step);

}  // namespace wlanmedic::policy
