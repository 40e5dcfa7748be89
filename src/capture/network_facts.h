// SPDX-License-Identifier: MIT
// What a manifest says of the radios by the kernel's word. Takes the kernel's lock for network configuration, so
// it may hang with a driver: to be called where that does no harm.
#pragma once

#include <functional>

#include "capture/machine_facts.h"
#include "netlink/attributes.h"

namespace wlanmedic::capture {

/// What `ethtool -i` shows, from SIOCETHTOOL: "firmware", "driver_version". Into the interfaces that are there.
void add_firmware(Json& interfaces, Unknowns& unknowns);

/// The order is from what cfg80211 itself knows to what it asks the driver for (nl80211.h has the names):
/// GET_REG -> "regulatory"; GET_INTERFACE, GET_POWER_SAVE, GET_SCAN (the entry that is joined), GET_STATION
/// (whether management frames are protected) -> into the interfaces. `so_far` is called after each step that may
/// hang.
void add_nl80211(Json& document, Unknowns& unknowns, const std::function<void()>& so_far);

/// One entry of a scan (NL80211_ATTR_BSS): {"bssid", "ssid", "frequency", "channel", "band", "signal_dbm",
/// "beacon_interval_tu", "offers"}. "offers" is the access point's RSN element.
Json bss_fact(netlink::Bytes bss);

}  // namespace wlanmedic::capture
