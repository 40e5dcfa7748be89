// SPDX-License-Identifier: MIT
// Driver profiles, and what was found in them, as text for people and as the JSON document wlanmedic.drivers/1.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "driver/check.h"
#include "driver/coverage.h"
#include "driver/profile.h"
#include "wifi/error.h"

namespace wlanmedic::app {

/// What `driver check` has to say of one file.
struct Checked {
    std::string file;
    std::optional<driver::Profile> profile;  ///< empty where `error` is set
    std::optional<wifi::Error> error;
    bool unreadable = false;  ///< the error is not the profile's
    std::vector<driver::Finding> findings;
    std::optional<driver::Coverage> coverage;  ///< with --log
};

/// One line for each profile.
std::string text_list(const std::vector<const driver::Profile*>& profiles);
/// All that a profile says.
std::string text_profile(const driver::Profile& profile);
/// What a profile holds, in short, then what was found and what the log shows. Errors are not in it.
std::string text_checked(const Checked& checked);

/// The document. The profiles are whole.
std::string json_profiles(const std::vector<const driver::Profile*>& profiles);
std::string json_checked(const std::vector<Checked>& checked);

}  // namespace wlanmedic::app
