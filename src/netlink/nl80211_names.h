// SPDX-License-Identifier: MIT
// Names of nl80211's numbers (include/uapi/linux/nl80211.h, Linux 6.1 and later ones).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace wlanmedic::netlink {

/// "NL80211_CMD_CONNECT"; "NL80211_CMD_255" where it has none here.
std::string command_name(std::uint8_t command);

/// enum nl80211_iftype in the words of `iw event`: "station", "access point", "P2P-Device", …; "unknown" else.
std::string_view interface_type_name(std::uint32_t type);

}  // namespace wlanmedic::netlink
