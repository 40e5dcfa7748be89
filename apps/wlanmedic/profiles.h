// SPDX-License-Identifier: MIT
// The driver profiles and the policies that a run of the program knows.
#pragma once

#include <string>
#include <vector>

#include "driver/catalog.h"
#include "policy/policies.h"
#include "wifi/error.h"

namespace wlanmedic::app {

/// Those built in, then those of /usr/share/wlanmedic/drivers and /etc/wlanmedic/drivers where these are there,
/// then those of `directories`. A later one replaces an earlier one of the same name. Errors:
/// Catalog::add_directory.
wifi::Result<driver::Catalog> known_profiles(const std::vector<std::string>& directories);

/// The same of policies, with policies in place of drivers. Errors: Policies::add_directory.
wifi::Result<policy::Policies> known_policies(const std::vector<std::string>& directories);

/// Of those, and of files. Errors: as of known_policies() and Policies::find().
wifi::Result<std::vector<policy::PolicyFile>> chosen_policies(const std::vector<std::string>& names_or_paths,
                                                              const std::vector<std::string>& directories);

/// PATHS, with a directory replaced by the .toml files in it, in the order of their names. What cannot be listed,
/// or holds none, is named as it is, and fails when it is read.
std::vector<std::string> toml_paths(const std::vector<std::string>& paths);

/// "wlanmedic: file:line:column: what" and the hint: whole lines for a terminal.
std::string error_text(const wifi::Error& error);
/// Writes them to standard error.
void say_error(const wifi::Error& error);

}  // namespace wlanmedic::app
