// SPDX-License-Identifier: MIT
// Times of an interface: if_tsresol and if_tsoffset of pcapng.
#pragma once

#include <cstdint>

#include "wifi/instant.h"

namespace wlanmedic::runfile {

/// `units` since the epoch and `offset` seconds. `resolution`: 6 is microseconds, 9 nanoseconds (powers of ten);
/// with the highest bit set, powers of two. Kept within 1970 and 2199.
wifi::Instant instant_in(std::uint64_t units, std::uint8_t resolution, std::int64_t offset);

}  // namespace wlanmedic::runfile
