// SPDX-License-Identifier: MIT
// What an author should look at again in a profile that can be read: not wrong, but hardly meant so.
#pragma once

#include <vector>

#include "config/finding.h"
#include "driver/profile.h"

namespace wlanmedic::driver {

using config::Finding;

/// A prefix whose longest literal is shorter is found in too many lines of others.
inline constexpr std::size_t short_prefix = 5;
/// The same for a pattern's literals together.
inline constexpr std::size_t short_pattern = 4;

/// Finds: a pattern that an earlier one hides; patterns and prefixes that are very short, or that lines of
/// mac80211 and cfg80211 fit; sources that name no file, issue or page; resets and hazards that contradict each
/// other; resets of which no hazard was thought; a module or prefix that another of `others` has too; a name other
/// than the file's. In the order of their places. `others` are the profiles that it will stand beside.
std::vector<Finding> check(const Profile& profile, const std::vector<Profile>& others);

}  // namespace wlanmedic::driver
