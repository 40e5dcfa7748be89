// SPDX-License-Identifier: MIT
// What can go wrong in the air between two radios, and inside one of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "lab/air/frame.h"
#include "wifi/instant.h"

namespace wlanmedic::lab {

/// Index of a radio of mac80211_hwsim: wlan2 is radio 2 until it was removed and made anew.
using Radio = unsigned;

/// Loss in bursts after Gilbert and Elliott: a chain of two states with a step for each frame, one for each
/// ordered pair of radios. Probabilities, 0 to 1.
struct Burst {
    double good_to_bad = 0;
    double bad_to_good = 1;
    double loss_good = 0;
    double loss_bad = 1;

    /// The share that is lost in the long run.
    double mean_loss() const;
};

/// The first rule that matches a frame on its way from one radio to another decides about it, also where its
/// chance spares the frame. Of acknowledgements only Effect::drop makes a difference: they are used up in the MAC
/// at once.
struct Rule {
    enum class Effect : std::uint8_t {
        pass,               ///< delivered: an exception to the rules after it
        drop,               ///< not received, not acknowledged
        drop_acknowledged,  ///< acknowledged by the receiver's MAC, and lost behind it
        delay,              ///< acknowledged at once, delivered later
    };
    std::string name;           ///< for taking it away again; may be shared by several
    std::optional<Radio> from;  ///< any where empty
    std::optional<Radio> to;
    FrameSet frames;
    Effect effect = Effect::drop;
    double probability = 1;      ///< of the effect, drawn for each frame and receiver
    std::optional<Burst> burst;  ///< instead of the probability
    wifi::Duration delay{};      ///< Effect::delay
};

/// What treats a wedged radio, the stronger after the weaker.
enum class Treatment : std::uint8_t {
    reassociation,  ///< the station leaves its association, or authenticates anew
    link,           ///< the interface taken down and up
    restart,        ///< ieee80211_restart_hw
    bus_reset,      ///< the device removed and found again
};

/// A radio whose inside is stuck: it is deaf or dumb towards all others at once.
struct Wedge {
    enum class Path : std::uint8_t { receive, transmit, both };
    enum class Kind : std::uint8_t {
        unacknowledged,  ///< the MAC is dead as well
        acknowledged,    ///< the MAC acknowledges what the host never sees ("zombie")
        intermittent,    ///< as unacknowledged, for `dead` of every `period`
    };
    Path path = Path::receive;
    Kind kind = Kind::unacknowledged;
    std::optional<Treatment> healed_by =
        Treatment::link;                        ///< this or a stronger one; nothing heals it where empty
    std::optional<wifi::Duration> heals_after;  ///< by itself
    wifi::Duration period = std::chrono::seconds{4};
    wifi::Duration dead = std::chrono::seconds{3};
};

}  // namespace wlanmedic::lab
