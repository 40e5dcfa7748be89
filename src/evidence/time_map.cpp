// SPDX-License-Identifier: MIT
#include "evidence/time_map.h"

#include <algorithm>

namespace wlanmedic::evidence {

wifi::Duration Piece::offset_at(wifi::Instant own) const {
    if (knots.empty()) return wifi::Duration{0};
    const auto after = std::ranges::upper_bound(knots, own, {}, &Knot::own);
    if (after == knots.begin()) return knots.front().offset;
    if (after == knots.end()) return knots.back().offset;
    const Knot& before = *std::prev(after);
    const double part = wifi::to_seconds(own - before.own) / wifi::to_seconds(after->own - before.own);
    const double change = part * static_cast<double>((after->offset - before.offset).count());
    return before.offset + wifi::Duration{static_cast<wifi::Duration::rep>(change)};
}

wifi::Duration TimeMap::offset_at(wifi::Instant own) const {
    if (pieces_.empty()) return wifi::Duration{0};
    const auto after = std::ranges::upper_bound(pieces_, own, {}, &Piece::from);
    return (after == pieces_.begin() ? pieces_.front() : *std::prev(after)).offset_at(own);
}

}  // namespace wlanmedic::evidence
