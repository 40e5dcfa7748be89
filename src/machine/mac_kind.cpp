// SPDX-License-Identifier: MIT
#include "machine/mac_kind.h"

#include <algorithm>
#include <array>

namespace wlanmedic::machine {
namespace {

// Drivers that set REPORTS_TX_ACK_STATUS, as Linux 6.1 has them; ath12k came with 6.3, bes2600 is out of the tree.
// Beginnings of the names of modules.
constexpr auto reporting = std::to_array<std::string_view>(
    {"ath10k",    "ath11k",    "ath12k",    "ath5k",     "ath9k",    "bes2600",        "brcmsmac",
     "carl9170",  "cw1200",    "iwl4965",   "iwlwifi",   "iwlmvm",   "mac80211_hwsim", "mt7603",
     "mt7615",    "mt7663",    "mt76x",     "mt79",      "p54",      "rt2800",         "rtl8188ee",
     "rtl8192ce", "rtl8192cu", "rtl8192de", "rtl8192ee", "rtl8192s", "rtl8723ae",      "rtl8723be",
     "rtl8821ae", "rtw88",     "rtw89",     "wcn36xx",   "wfx",      "wl12xx",         "wl18xx"});

// Drivers of cfg80211 without mac80211.
constexpr auto own_mac = std::to_array<std::string_view>(
    {"ath6kl", "brcmfmac", "libertas", "mwifiex", "qtnfmac", "r8723bs", "wilc1000"});

bool is_among(auto& beginnings, std::string_view module) {
    return std::ranges::any_of(beginnings, [&](std::string_view begin) { return module.starts_with(begin); });
}

}  // namespace

MacKind mac_kind(std::string_view module) {
    // libertas_tf is another driver, of mac80211.
    if (module.starts_with("libertas_tf")) return MacKind::unknown;
    if (is_among(own_mac, module)) return MacKind::own;
    return is_among(reporting, module) ? MacKind::reports_status : MacKind::unknown;
}

}  // namespace wlanmedic::machine
