// SPDX-License-Identifier: MIT
// Reads the gates of a policy file.
#pragma once

#include "config/table_reader.h"
#include "policy/policy.h"

namespace wlanmedic::policy {

/// One [[gate]]: a condition, or at_least = K with tables [[gate.of]]. Errors are kept in `first`.
Gate gate_of(const toml::table& table, config::FirstError& first);

}  // namespace wlanmedic::policy
