// SPDX-License-Identifier: MIT
// The control interface of hostapd and wpa_supplicant: a datagram there, a datagram back.
#pragma once

#include <string>
#include <string_view>

#include "lab/guest/journal.h"
#include "wifi/error.h"

namespace wlanmedic::lab {

/// `socket`: "/run/hostapd/wlan0". The answer without its line feed; an error where nobody answers within 5 s of
/// guest time.
wifi::Result<std::string> ask_daemon(const std::string& socket, std::string_view command);

/// The same, of which only whether it was done counts: the answer is noted. `who`: "hostapd ap1", for messages.
wifi::Result<void> command_daemon(Journal& journal, std::string_view who, const std::string& socket,
                                  std::string_view command);

}  // namespace wlanmedic::lab
