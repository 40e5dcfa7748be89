// SPDX-License-Identifier: MIT
// A wedge of one radio as time goes by: what gets through its MAC and what reaches its host.
#pragma once

#include <optional>

#include "lab/medium/rule.h"

namespace wlanmedic::lab {

class Wedged {
public:
    Wedged(const Wedge& wedge, wifi::Duration since) : wedge_(wedge), since_(since) {}

    // --- of what others send
    /// Its MAC receives, so that it acknowledges and sees acknowledgements.
    bool mac_hears(wifi::Duration now) const;
    /// What its MAC received reaches the host.
    bool host_hears(wifi::Duration now) const;

    // --- of what it sends
    /// What its host sends goes into the air.
    bool host_sends(wifi::Duration now) const;
    /// Its MAC's own acknowledgements go into the air.
    bool mac_sends(wifi::Duration now) const;
    /// What did not go into the air is reported as acknowledged.
    bool claims_acknowledgement() const { return wedge_.kind == Wedge::Kind::acknowledged; }

    bool is_healed_by(Treatment treatment) const;
    /// When it heals by itself.
    std::optional<wifi::Duration> end() const;

private:
    bool is_dead(wifi::Duration now) const;
    bool holds_receive() const { return wedge_.path != Wedge::Path::transmit; }
    bool holds_transmit() const { return wedge_.path != Wedge::Path::receive; }

    Wedge wedge_;
    wifi::Duration since_;
};

}  // namespace wlanmedic::lab
