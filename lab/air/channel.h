// SPDX-License-Identifier: MIT
// Channels and their centre frequencies, IEEE 802.11-2020, 15.4.4.3 and 17.3.8.4.2.
#pragma once

namespace wlanmedic::lab {

/// MHz. Channels 1 to 13 lie in the 2.4 GHz band, those from 15 in the 5 GHz band.
constexpr unsigned frequency_of(unsigned channel) {
    constexpr unsigned last_of_2_4_ghz = 14;
    return (channel > last_of_2_4_ghz ? 5000 : 2407) + 5 * channel;
}

}  // namespace wlanmedic::lab
