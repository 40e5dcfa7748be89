// SPDX-License-Identifier: MIT
// The fields that the tracepoints of mac80211 and cfg80211 print, by the macros of net/mac80211/trace.h and
// net/wireless/trace.h (VIF_PR_FMT, NETDEV_PR_FMT, WIPHY_PR_FMT, STA_PR_FMT …). Fields that other kernels add,
// leave out or put elsewhere do not matter: each is looked for by its name.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "wifi/mac_address.h"

namespace wlanmedic::evidence {

/// "vif:wlan2(2)", "vif:wlan2(2/p2p)": the interface and what it is (enum nl80211_iftype).
struct TraceVif {
    std::string_view name;  ///< 1 to 15 bytes
    int type = 0;
    bool p2p = false;
};
std::optional<TraceVif> trace_vif(std::string_view text);

/// The name in "netdev:wlan2(4)", 1 to 15 bytes.
std::optional<std::string_view> trace_netdev(std::string_view text);

/// The first word where it is neither interface nor wdev: "phy2". Empty where there is none.
std::string_view trace_phy(std::string_view text);

/// The first address in the text.
std::optional<wifi::MacAddress> trace_address(std::string_view text);

/// The number after `key`, blanks passed over, decimal or after "0x" hexadecimal; it may be negative.
std::optional<std::int64_t> trace_number(std::string_view text, std::string_view key);

/// "station", "access point", "P2P-client", …: enum nl80211_iftype in words.
std::string_view interface_type(int type, bool p2p);

}  // namespace wlanmedic::evidence
