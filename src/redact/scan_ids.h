// SPDX-License-Identifier: MIT
// Identifiers of machines, boots and connections, and addresses of people.
#pragma once

#include <string_view>

#include "redact/sink.h"

namespace wlanmedic::redact {

/// UUIDs in the form 8-4-4-4-12, and 32 digits in a row behind a word that says what they are ("_BOOT_ID=",
/// "-- Boot ", "b=" of a journal's cursor). Bluetooth's and EFI's own UUIDs are left.
void scan_ids(std::string_view text, Sink& sink);

/// name@domain, and "user@host:" of a shell's prompt or "(user@host)" of a kernel's build. Units of systemd
/// ("getty@tty1.service") are none.
void scan_mails(std::string_view text, Sink& sink);

/// Digits in a row: the address in wlx001122334455 and enx…, 12 digits behind "mac=" and its like; in others only
/// what is known.
void scan_bare_hex(std::string_view text, Sink& sink);

}  // namespace wlanmedic::redact
