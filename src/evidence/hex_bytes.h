// SPDX-License-Identifier: MIT
// Bytes that a log shows as hexadecimal digits.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace wlanmedic::evidence {

/// Bytes as iw prints them, "c0 00 3a 01 …"; nothing where a byte is not two hexadecimal digits.
std::optional<std::vector<std::uint8_t>> bytes_from_hex(std::string_view text);

}  // namespace wlanmedic::evidence
