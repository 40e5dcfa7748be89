// SPDX-License-Identifier: MIT
// What an interface showed until now that may explain a loss: kept as moments, not as events.
#pragma once

#include <deque>
#include <optional>
#include <string>

#include "outage/cause.h"
#include "wifi/event.h"

namespace wlanmedic::outage {

class Symptoms {
public:
    void on(const wifi::Event& event);
    /// A radio that makes a link is not blocked any more.
    void link_made() { blocked_.reset(); }

    /// What of it bears on a loss at `now`.
    LossFacts at_loss(wifi::Instant now) const;

    /// First of the last run of beacon-loss notices; notices more than 10 s apart are two runs.
    std::optional<wifi::Instant> beacon_run_begin;
    std::optional<wifi::Instant> firmware_error;  ///< first of the last burst, of lines up to 5 s apart
    std::optional<wifi::Instant> unprotected;

private:
    std::optional<wifi::Instant> beacon_last_;
    std::optional<wifi::Instant> loss_call_;  // ConnectionLossReported
    std::optional<wifi::Instant> firmware_last_;
    std::deque<wifi::Instant> decrypt_failures_;
    std::optional<wifi::Instant> decrypt_storm_;
    std::optional<wifi::Instant> roam_requested_;
    std::optional<wifi::Instant> suspended_;
    std::optional<wifi::Instant> blocked_;
    std::optional<wifi::Instant> address_failed_;
    std::optional<wifi::Instant> asked_;
    std::string asked_for_by_;
    bool by_person_ = false;
};

/// Notices further apart are two runs.
constexpr wifi::Duration beacon_run_gap = std::chrono::seconds{10};
/// Lines that tell of one loss come within this.
constexpr wifi::Duration one_loss = std::chrono::milliseconds{1500};

}  // namespace wlanmedic::outage
