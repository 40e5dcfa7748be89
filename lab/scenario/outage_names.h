// SPDX-License-Identifier: MIT
// The classes of outages as explain names them (src/outage/outage.h), for expectations. The lab may not include
// what it judges; a test holds both lists together.
#pragma once

#include <array>
#include <string_view>

namespace wlanmedic::lab {

inline constexpr std::array<std::string_view, 14> outage_names{
    "connection_loss", "beacon_loss",     "decrypt_storm", "ap_deauth", "local_deauth",
    "firmware_crash",  "suspend",         "radio_blocked", "user",      "roam",
    "auth_failure",    "never_connected", "no_address",    "unknown",
};

}  // namespace wlanmedic::lab
