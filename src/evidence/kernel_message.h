// SPDX-License-Identifier: MIT
// The kernel's own words about Wi-Fi: mac80211 (net/mac80211/mlme.c, main.c), cfg80211 (net/wireless), the drivers
// by their profiles, and what the machine around them does (suspend, boot, rfkill).
#pragma once

#include <string_view>
#include <vector>

#include "driver/catalog.h"
#include "evidence/decoded.h"

namespace wlanmedic::evidence {

/// Decodes the message of a kernel log line, its frame taken off.
Decoded decode_kernel_message(std::string_view message, const driver::Catalog& drivers);

/// Literals of which each message that decode_kernel_message does not call foreign contains at least one,
/// those of the driver profiles left out.
std::vector<std::string_view> kernel_literals();

/// True for "wlan0", "wlp3s0f3u2i2", "wlx00c0ca…", "wlo1", "wifi0": names that udev, OpenWrt and drivers give to
/// wireless interfaces. An interface may have any other name; then only what is said about it shows what it is.
bool looks_wireless(std::string_view interface);

}  // namespace wlanmedic::evidence
