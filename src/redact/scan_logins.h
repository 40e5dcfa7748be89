// SPDX-License-Identifier: MIT
// Who logged in, as sshd, PAM, su and cron tell it: the name has words on both sides.
#pragma once

#include <string_view>

#include "redact/sink.h"

namespace wlanmedic::redact {

void scan_logins(std::string_view text, Sink& sink);

}  // namespace wlanmedic::redact
