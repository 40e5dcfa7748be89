// SPDX-License-Identifier: MIT
// Reads the events of one outage as a story: what was tried, with whom, how long each step took, how it ended.
#pragma once

#include "outage/outage.h"

namespace wlanmedic::outage {

/// Steps in the order of their begins; alike ones in a row are one step with a number of times.
std::vector<Step> steps_of(const std::vector<wifi::Event>& events);

/// The access points in the order they were met, the same in a row once: `lost` first, `restored` last.
std::vector<wifi::MacAddress> bssids_of(const std::vector<wifi::Event>& events,
                                        const std::optional<wifi::MacAddress>& lost,
                                        const std::optional<Restored>& restored);

/// MHz, each once, in the order of the scans.
std::vector<int> channels_of(const std::vector<wifi::Event>& events);

/// By access point and reason, the largest first.
std::vector<UnprotectedGroup> unprotected_of(const std::vector<wifi::Event>& events);

}  // namespace wlanmedic::outage
