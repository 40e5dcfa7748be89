// SPDX-License-Identifier: MIT
// The driver profiles that a run of the program knows.
#pragma once

#include <string>
#include <vector>

#include "driver/catalog.h"
#include "wifi/error.h"

namespace wlanmedic::app {

/// Those built in, then those of /usr/share/wlanmedic/drivers and /etc/wlanmedic/drivers where these are there,
/// then those of `directories`. A later one replaces an earlier one of the same name. Errors:
/// Catalog::add_directory.
wifi::Result<driver::Catalog> known_profiles(const std::vector<std::string>& directories);

/// "wlanmedic: file:line:column: what" and the hint: whole lines for a terminal.
std::string error_text(const wifi::Error& error);
/// Writes them to standard error.
void say_error(const wifi::Error& error);

}  // namespace wlanmedic::app
