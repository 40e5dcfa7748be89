// SPDX-License-Identifier: MIT
// Policy files: TOML text to policy::Policy. docs/policy.md describes them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "policy/policy.h"
#include "wifi/error.h"

namespace wlanmedic::policy {

/// Far above any policy.
inline constexpr std::size_t max_policy_size = 1U << 18;

/// Reads one policy; its name is the stem of `file`, which is else only named in errors. Any bytes may be given.
/// Errors, with line and column: no TOML, an unknown or missing key, a wrong type, a value out of its range, keys
/// that do not go together.
wifi::Result<Policy> parse_policy(std::string_view toml, const std::string& file);

}  // namespace wlanmedic::policy
