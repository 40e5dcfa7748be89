// SPDX-License-Identifier: MIT
// How programs write the bytes of a name that are no plain characters.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wlanmedic::redact {

/// Takes away "\xNN", "\NNN" (octal), "\n", "\r", "\t", "\e", "\0" (before no digit) and "\C" for any other C.
std::string unescaped(std::string_view text);

/// All spellings of a name that are known to occur: as it is, as iw, wpa_supplicant, rsyslog, JSON, HTML and URLs
/// write it. Each once, the plain one first.
std::vector<std::string> spellings(std::string_view name);

}  // namespace wlanmedic::redact
