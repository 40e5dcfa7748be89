// SPDX-License-Identifier: MIT
// What a machine is told in a simulated night, made once: to tell it costs an instant.
#pragma once

#include <array>
#include <vector>

#include "driver/reset.h"
#include "whatif/attempts.h"
#include "whatif/model.h"
#include "wifi/event.h"

namespace wlanmedic::whatif {

/// All of "wlan0". The access points are 02:00:00:00:00:01 and so on; the first is that of the link.
struct Lines {
    static constexpr int home = 0;

    explicit Lines(const Model& model);

    /// The kind of event that tells of such a step.
    static std::size_t kind_of(Attempts::Step::Kind step);
    wifi::Event& of(const Attempts::Step& step) {
        return steps[static_cast<std::size_t>(step.kind)][static_cast<std::size_t>(step.access_point)];
    }

    wifi::Event associated;
    wifi::Event authorized;
    wifi::Event signal;
    wifi::Event beacon_loss;
    wifi::Event decrypt_failure;
    wifi::Event firmware_error;
    wifi::Event loss_call;        ///< the driver's
    wifi::Event connection_loss;  ///< mac80211's line
    wifi::Event inactive;         ///< local reason 4
    wifi::Event not_valid;        ///< local reason 2
    wifi::Event not_associated;   ///< reason 7 from the access point
    wifi::Event disconnected;     ///< without a reason
    wifi::Event leaving;          ///< local reason 3: an action takes the link down
    wifi::Event comeback;         ///< the access point's answer to a reset of ours
    wifi::Event answered;         ///< a probe of the gateway
    wifi::Event unanswered;
    wifi::Event timer;
    std::array<std::vector<wifi::Event>, Attempts::Step::kinds> steps;  ///< of each access point
};

wifi::Event action_started(driver::Method method);
wifi::Event action_finished(driver::Method method);

}  // namespace wlanmedic::whatif
