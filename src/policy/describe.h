// SPDX-License-Identifier: MIT
// Policies in plain words, for who wonders what one will do.
#pragma once

#include <string>

#include "policy/policy.h"

namespace wlanmedic::policy {

/// "3 links are lost by connection loss within 1 min"
std::string describe(const Watch& watch);
/// "since the loss 7 attempts have failed (auth_timeout) at 2 access points or more"
std::string describe(const Condition& condition);
/// The condition, or "at least 2 of these hold: …; …".
std::string describe(const Gate& gate);
/// "bus reset (function_reset): the keys must be in place within 30 s, and the link must stand for 10 s"
std::string describe(const Rung& rung);
/// All that it says, in lines of their own; the last ends with a line feed. Names of drivers and counters are as
/// the file has them.
std::string describe(const Policy& policy);

}  // namespace wlanmedic::policy
