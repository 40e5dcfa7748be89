// SPDX-License-Identifier: MIT
#include "capture/counter_pace.h"

#include <algorithm>

namespace wlanmedic::capture {

bool CounterPace::see(std::uint32_t index, bool up, wifi::Duration now) {
    const auto [link, is_new] = links_.try_emplace(index, Link{.up = up, .since = now});
    if (is_new || link->second.up == up) return is_new;
    link->second = {.up = up, .since = now};
    return true;
}

wifi::Duration CounterPace::interval(wifi::Duration now) const {
    const bool hurry = std::ranges::any_of(links_, [&](const auto& entry) {
        return !entry.second.up && now - entry.second.since < options_.hurry_for;
    });
    return hurry ? options_.while_down : options_.every;
}

}  // namespace wlanmedic::capture
