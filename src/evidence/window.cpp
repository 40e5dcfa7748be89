// SPDX-License-Identifier: MIT
#include "evidence/window.h"

#include <algorithm>

namespace wlanmedic::evidence {
namespace {

// Clocks without a date count from 1970; no machine runs for a year on one and is asked about its beginning.
bool since_boot(wifi::Instant instant) { return instant < wifi::Instant{std::chrono::hours{24 * 365}}; }

bool speaks_of(const std::optional<PointInTime>& bound, wifi::Instant instant) {
    return !bound || bound->since_boot == since_boot(instant);
}

}  // namespace

WindowFilter::Place WindowFilter::place(wifi::Instant instant) const {
    if (!speaks_of(window_.since, instant) || !speaks_of(window_.until, instant)) return Place::unknown;
    const bool early = window_.since && instant < window_.since->instant;
    const bool late = window_.until && instant > window_.until->instant;
    return early || late ? Place::outside : Place::within;
}

bool WindowFilter::takes(wifi::Event& event) {
    if (auto* gap = std::get_if<wifi::Gap>(&event.payload)) {
        gap->until = end(gap->until);
        return true;
    }
    if (window_.has_times()) {
        const Place at = event.timed ? place(event.instant) : Place::unknown;
        if (at == Place::unknown) ++unplaced_;
        if (at != Place::within) return false;
    }
    if (!window_.interface.empty() && !event.interface.empty()) {
        if (event.interface != window_.interface) {
            if (others_.size() < most_others) others_.insert(event.interface);
            return false;
        }
        has_interface_ = true;
    }
    ++taken_;
    return true;
}

std::optional<wifi::Instant> WindowFilter::begin(std::optional<wifi::Instant> first) const {
    if (!first || !window_.since || !speaks_of(window_.since, *first)) return first;
    return std::max(*first, window_.since->instant);
}

std::optional<wifi::Instant> WindowFilter::end(std::optional<wifi::Instant> last) const {
    if (!last || !window_.until || !speaks_of(window_.until, *last)) return last;
    return std::min(*last, window_.until->instant);
}

bool WindowFilter::meets(wifi::Instant first, wifi::Instant last) const {
    if (!speaks_of(window_.since, first) || !speaks_of(window_.until, first)) return false;
    return !(window_.since && last < window_.since->instant) && !(window_.until && first > window_.until->instant);
}

}  // namespace wlanmedic::evidence
