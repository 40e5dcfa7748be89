// SPDX-License-Identifier: MIT
// Addresses that are known by their shape alone: MAC, IPv6, IPv4.
#pragma once

#include <string_view>

#include "redact/sink.h"

namespace wlanmedic::redact {

/// Six pairs of digits joined by ':', '-', '_', "\:" or "%3A", blanked-out octets ("xx", "**") among them, or
/// three groups of four joined by '.'; also as the end of a DHCP client id ("01:…") and of a DUID.
void scan_macs(std::string_view text, Sink& sink);

/// As inet_pton() reads them, with "::" or all eight groups.
void scan_ipv6(std::string_view text, Sink& sink);

/// Dotted quads. Not taken for an address, unless another place is certain of it: what begins with 0, has a
/// leading zero, is a part of a longer number or name ("10.2.4.1-00047"), or stands behind "version", "firmware"
/// and their like.
void scan_ipv4(std::string_view text, Sink& sink);

}  // namespace wlanmedic::redact
