// SPDX-License-Identifier: MIT
#include "lab/medium/wedged.h"

#include "lab/medium/saturating.h"

namespace wlanmedic::lab {

bool Wedged::is_dead(wifi::Duration now) const {
    const wifi::Duration passed = now - since_;
    if (wedge_.heals_after && passed >= *wedge_.heals_after) return false;
    if (wedge_.kind != Wedge::Kind::intermittent || wedge_.period <= wifi::Duration::zero()) return true;
    return passed % wedge_.period < wedge_.dead;
}

bool Wedged::mac_hears(wifi::Duration now) const {
    return wedge_.kind == Wedge::Kind::acknowledged || !holds_receive() || !is_dead(now);
}

bool Wedged::host_hears(wifi::Duration now) const { return !holds_receive() || !is_dead(now); }

bool Wedged::host_sends(wifi::Duration now) const { return !holds_transmit() || !is_dead(now); }

bool Wedged::mac_sends(wifi::Duration now) const {
    return wedge_.kind == Wedge::Kind::acknowledged || !holds_transmit() || !is_dead(now);
}

bool Wedged::is_healed_by(Treatment treatment) const { return wedge_.healed_by && treatment >= *wedge_.healed_by; }

std::optional<wifi::Duration> Wedged::end() const {
    if (!wedge_.heals_after) return std::nullopt;
    return sum_of(since_, *wedge_.heals_after);
}

}  // namespace wlanmedic::lab
