// SPDX-License-Identifier: MIT
// Which line of a file a line of its changed text was, by the unified diff between the two.
#pragma once

#include <cstdint>
#include <string_view>

namespace wlanmedic::kernel {

/// For a line that was added: the old line before which it stands.
std::uint32_t old_line(std::string_view unified_diff, std::uint32_t new_line);

}  // namespace wlanmedic::kernel
