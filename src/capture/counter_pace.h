// SPDX-License-Identifier: MIT
// How often counters are read: seldom, and each second while a link is down. A link that stays down (the user left
// it, the access point is away) is read seldom again after `hurry_for`.
#pragma once

#include <cstdint>
#include <map>

#include "wifi/instant.h"

namespace wlanmedic::capture {

class CounterPace {
public:
    struct Options {
        wifi::Duration every = std::chrono::seconds{60};
        wifi::Duration while_down = std::chrono::seconds{1};
        wifi::Duration hurry_for = std::chrono::minutes{5};
    };
    explicit CounterPace(const Options& options) : options_(options) {}

    /// An interface as it is now. `now`: CLOCK_BOOTTIME. True: its link went down or came up just now.
    bool see(std::uint32_t index, bool up, wifi::Duration now);
    void forget(std::uint32_t index) { links_.erase(index); }

    wifi::Duration interval(wifi::Duration now) const;

private:
    struct Link {
        bool up = false;
        wifi::Duration since{0};
    };
    Options options_;
    std::map<std::uint32_t, Link> links_;
};

}  // namespace wlanmedic::capture
