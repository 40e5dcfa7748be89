// SPDX-License-Identifier: MIT
// A policy as the text of a file that parse_policy() reads as the same one.
#pragma once

#include <string>
#include <vector>

#include "policy/policy.h"

namespace wlanmedic::policy {

/// `reasons` stand above it as comments, one or more lines each. Texts must be UTF-8.
std::string to_toml(const Policy& policy, const std::vector<std::string>& reasons = {});

}  // namespace wlanmedic::policy
