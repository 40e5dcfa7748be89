// SPDX-License-Identifier: MIT
// Dumps of bytes: frames as iw prints them, hexdumps of wpa_supplicant and of the kernel.
#pragma once

#include <string_view>

#include "redact/sink.h"

namespace wlanmedic::redact {

/// Finds runs of "02 00 …", "02:00:…", "02-00-…", "0x02, 0x00, …", "\x02\x00…", of three bytes and more. In a
/// management frame (IEEE 802.11-2020, 9.3.3) addresses and the SSID element are found by their places, and fixed
/// fields are left alone. Dumps of keys, nonces and of the four-way handshake, with which a password can be
/// guessed, are secrets.
void scan_dumps(std::string_view text, Sink& sink);

/// The bytes that a line announces to stand on the lines after it ("hexdump_ascii(len=3):"); 0 for any other line.
std::size_t announced_bytes(std::string_view line);

/// A line of such a dump: "     6c 61 62                      lab".
bool is_dump_row(std::string_view line);

}  // namespace wlanmedic::redact
