// SPDX-License-Identifier: MIT
// The 16 bytes before netlink messages in a capture (LINKTYPE_NETLINK): which way, which family. In network byte
// order, whatever machine wrote it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runfile/record.h"

namespace wlanmedic::runfile {

inline constexpr std::size_t cooked_header_size = 16;

/// Appends the header of this frame, without its messages.
void append_cooked_header(std::string& bytes, const NetlinkFrame& frame);

/// Header and messages; nothing where the bytes are too few, the device is none of netlink (ARPHRD 824), or the
/// family is none of Family.
std::optional<NetlinkFrame> parse_cooked(std::string_view packet);

}  // namespace wlanmedic::runfile
