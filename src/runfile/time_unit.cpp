// SPDX-License-Identifier: MIT
#include "runfile/time_unit.h"

#include <algorithm>

#include "runfile/known_instant.h"

namespace wlanmedic::runfile {
namespace {

__extension__ using Wide = __int128;  // nanoseconds of 64-bit seconds and fractions need more than 64 bits

}  // namespace

wifi::Instant instant_in(std::uint64_t units, std::uint8_t resolution, std::int64_t offset) {
    const unsigned exponent = resolution & 0x7FU;
    Wide nanoseconds = 0;
    if ((resolution & 0x80U) != 0) {
        // Above 63 all that 64 bits can hold is less than a second; above 94 less than a nanosecond.
        nanoseconds = exponent < 95 ? (static_cast<Wide>(units) * 1'000'000'000) >> exponent : 0;
    } else {
        nanoseconds = units;
        for (unsigned i = exponent; i < 9; ++i) nanoseconds *= 10;
        for (unsigned i = 9; i < exponent && nanoseconds != 0; ++i) nanoseconds /= 10;
    }
    nanoseconds += static_cast<Wide>(offset) * 1'000'000'000;
    const auto kept = std::clamp(nanoseconds, Wide{0}, Wide{latest_nanoseconds});
    return wifi::Instant{wifi::Duration{static_cast<std::int64_t>(kept)}};
}

}  // namespace wlanmedic::runfile
