// SPDX-License-Identifier: MIT
// Writes a report to standard output.
#pragma once

#include <string_view>

namespace wlanmedic::app {

/// `status` where all of it was written; else says so on standard error, and exit_trouble.
int write_out(std::string_view text, int status);

}  // namespace wlanmedic::app
