// SPDX-License-Identifier: MIT
// Concludes from what stood before and at the loss what began an outage.
#pragma once

#include "outage/outage.h"

namespace wlanmedic::outage {

/// What the detector gathered at the loss.
struct LossFacts {
    wifi::Sender by = wifi::Sender::unknown;
    std::optional<std::uint16_t> reason;
    bool silent = false;                ///< no line tells the loss itself
    bool connection_loss_line = false;  ///< mac80211's "Connection to AP … lost"
    bool gave_keys_up = false;          ///< reason 15, or refused before any key, with no link before
    bool refused = false;               ///< authentication refused, with no link before
    bool link_before = true;
    std::optional<wifi::Duration> beacon_loss_before;  ///< the latest notice, so long before the loss
    std::optional<wifi::Duration> loss_call_before;    ///< the driver's last call of ieee80211_connection_loss()
    std::optional<wifi::Duration> firmware_error_before;
    std::optional<wifi::Duration> decrypt_storm_before;
    std::optional<wifi::Duration> unprotected_before;  ///< an unprotected deauth from the access point lost
    std::optional<wifi::Duration> suspend_near;        ///< either way
    std::optional<wifi::Duration> block_near;
    std::optional<wifi::Duration> address_failed_before;  ///< and none acquired since
    bool asked = false;                                   ///< a request stood within 3 s before
    std::string asked_for_by;                             ///< whose, and which; only for the sentence
    bool roam_requested = false;
    bool interface_removed = false;
    /// The next attempt came without a scan in between, at once: to the same access point, or to another.
    enum class Next : std::uint8_t { unknown, same_at_once, other_at_once, later } next = Next::unknown;
};

struct Cause {
    Class outage_class = Class::unknown;
    std::string because;
};
Cause conclude(const LossFacts& facts);
/// The class alone. Nothing is allocated.
Class class_of(const LossFacts& facts);

/// False for what was wanted or planned: user, suspend, radio blocked, a roam of under one second.
bool is_failure(Class outage_class, bool ended, wifi::Duration duration);

}  // namespace wlanmedic::outage
