// SPDX-License-Identifier: MIT
// Policies as the vectors write them: the keys of the file of docs/policy.md, as JSON; spans are whole seconds.
#pragma once

#include <nlohmann/json.hpp>

#include "policy/policy.h"

namespace wlanmedic::policy {

/// Throws std::invalid_argument, or what nlohmann::json throws, where the text is wrong.
Policy policy_of(const nlohmann::json& text);

}  // namespace wlanmedic::policy
