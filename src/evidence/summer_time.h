// SPDX-License-Identifier: MIT
// Local time tells an hour twice where summer time ends. A log that goes on through it does not go back.
#pragma once

#include <optional>

#include "wifi/instant.h"

namespace wlanmedic::evidence {

/// Fed with the local time of each line in turn. Where it goes back by an hour, less the seconds that pass between
/// two lines of a log that goes on, in the night between 0 and 4 h, summer time has ended: what follows is told on
/// in summer time.
class SummerTime {
public:
    /// The same time, on a clock that did not go back.
    wifi::Instant on(wifi::Instant local, wifi::Duration resolution) {
        constexpr wifi::Duration hour = std::chrono::hours{1};
        if (previous_ && ended_ == wifi::Duration{0}) {
            const wifi::Duration passed = local + hour - *previous_;
            const wifi::Duration since_midnight = local - std::chrono::floor<std::chrono::days>(local);
            const bool night = since_midnight < std::chrono::hours{3} + hour;
            if (passed >= -resolution && passed <= between_lines + resolution && night) ended_ = hour;
        }
        previous_ = local;
        return wifi::shifted(local, ended_);
    }

    bool ended() const { return ended_ != wifi::Duration{0}; }

    static constexpr wifi::Duration between_lines = std::chrono::seconds{10};

private:
    std::optional<wifi::Instant> previous_;
    wifi::Duration ended_{0};
};

}  // namespace wlanmedic::evidence
