// SPDX-License-Identifier: MIT
// One message of wpa_supplicant (wpa_msg(), wpa_dbg(), wpa_printf()), 0.7 to 2.11, by itself. What a line says
// only together with the lines before it is the matter of evidence/supplicant_log.h.
#pragma once

#include <string_view>
#include <vector>

#include "evidence/decoded.h"

namespace wlanmedic::evidence {

struct SupplicantMessage {
    /// Kind::foreign: no wording that is known here. The interface is empty where the line names none.
    Decoded decoded;
    /// No other program prints such a line. hostapd shares much of wpa_supplicant's code and of its wordings.
    bool own = false;
};

/// `text` without any time before it; "<3>" and "IFNAME=wlan0 " of wpa_cli may stand there.
SupplicantMessage read_supplicant_message(std::string_view text);

/// Takes off what stands before the words: "wlan0: ", "IFNAME=wlan0 ", "<3>", a time that a journal kept
/// ("1767225658.832286: "). Gives the interface; empty where none is named.
std::string_view take_supplicant_prefix(std::string_view& text);

/// Literals of which each line of wpa_supplicant's own log that matters contains at least one.
std::vector<std::string_view> supplicant_literals();

}  // namespace wlanmedic::evidence
