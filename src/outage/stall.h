// SPDX-License-Identifier: MIT
// A stall: the link is up as far as anybody told, and there are signs that nothing goes through it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wifi/event.h"

namespace wlanmedic::outage {

struct Stall {
    enum class Kind : std::uint8_t {
        beacons_missed,   ///< beacon-loss notices without end
        firmware_error,   ///< firmware errors, and no disconnect
        frozen_counters,  ///< frames are sent, and none is received
        no_address,       ///< linked, and DHCP gets no answer
        no_answer,        ///< who answered a probe before does not any more
        load_stalled,     ///< a load that flowed does not any more
        source_silent,    ///< a source that spoke at intervals says nothing, while others go on
    };
    Kind kind = Kind::beacons_missed;
    std::string interface;
    bool timed = true;
    wifi::Instant start;
    std::optional<wifi::Instant> end;  ///< nothing where the evidence ends before
    wifi::Instant seen_until;          ///< `end`, or how far the evidence reaches
    std::string because;
    std::vector<wifi::Receipt> receipts;  ///< the first and the last few
};
std::string_view name_of(Stall::Kind kind);

}  // namespace wlanmedic::outage
