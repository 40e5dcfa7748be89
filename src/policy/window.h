// SPDX-License-Identifier: MIT
// The instants of the last occurrences of something: enough to say whether so many of them lie within a span.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include "wifi/instant.h"

namespace wlanmedic::policy {

/// Keeps as many as its storage has places; that is the count that is asked for.
class Window {
public:
    void empty() { kept_ = next_ = 0; }

    void add(std::span<wifi::Instant> storage, wifi::Instant now, std::uint64_t times = 1) {
        for (std::uint64_t left = std::min<std::uint64_t>(times, storage.size()); left > 0; --left) {
            storage[next_] = now;
            next_ = static_cast<std::uint8_t>(next_ + 1U == storage.size() ? 0 : next_ + 1U);
            if (kept_ < storage.size()) ++kept_;
        }
    }

    /// The latest instant at which it still holds, if nothing occurs; long ago where there are too few.
    wifi::Instant holds_until(std::span<const wifi::Instant> storage, wifi::Duration within) const {
        static_assert(std::numeric_limits<std::uint8_t>::max() > 64);
        return kept_ < storage.size() ? wifi::Instant::min() : storage[next_] + within;
    }

private:
    std::uint8_t kept_ = 0;
    std::uint8_t next_ = 0;  // where all places are taken: of the oldest
};

}  // namespace wlanmedic::policy
