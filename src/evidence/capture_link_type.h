// SPDX-License-Identifier: MIT
// What a capture was taken on, from its first headers.
#pragma once

#include <optional>
#include <string>

#include "evidence/input.h"

namespace wlanmedic::evidence {

/// "a capture of link type 1 (Ethernet); netlink's is 253", where its first blocks name link types and netlink's
/// is not among them; nothing where it is, where they do not tell or are damaged, where a journal's entry or
/// another section stands among them, and of Linux' cooked captures (113), which iwmon writes: there each frame
/// tells.
std::optional<std::string> foreign_link_type(const Input& input);

}  // namespace wlanmedic::evidence
