// SPDX-License-Identifier: MIT
// What an interface showed until now that may explain a loss: kept as moments, not as events.
#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "link/link.h"
#include "outage/cause.h"
#include "wifi/event.h"

namespace wlanmedic::outage {

/// Of fixed size: nothing is allocated.
class Symptoms {
public:
    /// True of a request to this machine that a loss may follow from, and that is not covered by a person's.
    bool on(const wifi::Payload& payload, wifi::Instant now);
    /// A radio that makes a link is not blocked any more.
    void link_made() { blocked_.reset(); }

    /// What of it bears on a loss at `now`.
    LossFacts at_loss(wifi::Instant now) const;
    /// That, and what the loss itself and the event that tells it say.
    LossFacts at_loss(wifi::Instant now, const wifi::Payload& told_by, const link::Change& loss) const;
    /// The firmware failed before a link that is made at `now`, and so near that it may be why.
    bool crashed_before(wifi::Instant now) const;

    /// First of the last run of beacon-loss notices; notices more than 10 s apart are two runs.
    std::optional<wifi::Instant> beacon_run_begin;
    std::optional<wifi::Instant> firmware_error;  ///< first of the last burst, of lines up to 5 s apart
    std::optional<wifi::Instant> unprotected;

private:
    static constexpr std::size_t storm_frames = 5;

    bool any_ = false;  // anything was told
    std::optional<wifi::Instant> beacon_last_;
    std::optional<wifi::Instant> loss_call_;  // ConnectionLossReported
    std::optional<wifi::Instant> firmware_last_;
    std::array<wifi::Instant, storm_frames> decrypt_failures_{};  // the last ones, in a ring
    std::size_t decrypt_count_ = 0;
    std::optional<wifi::Instant> decrypt_storm_;
    std::optional<wifi::Instant> roam_requested_;
    std::optional<wifi::Instant> suspended_;
    std::optional<wifi::Instant> blocked_;
    std::optional<wifi::Instant> address_failed_;
    std::optional<wifi::Instant> asked_;
    bool by_person_ = false;
};

/// Notices further apart are two runs.
constexpr wifi::Duration beacon_run_gap = std::chrono::seconds{10};
/// Lines that tell of one loss come within this.
constexpr wifi::Duration one_loss = std::chrono::milliseconds{1500};

}  // namespace wlanmedic::outage
