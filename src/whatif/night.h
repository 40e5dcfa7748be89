// SPDX-License-Identifier: MIT
// The luck of one night, drawn before any policy plays in it: so it is the same for all of them.
#pragma once

#include <cstdint>
#include <vector>

#include "whatif/model.h"
#include "whatif/random.h"
#include "wifi/instant.h"

namespace wlanmedic::whatif {

/// Rounded to a nanosecond; at most 1e9 s.
wifi::Duration to_duration(double seconds);

struct Loss {
    wifi::Duration at{0};        ///< of time with the link up, from the begin of the night
    std::uint32_t in_class = 0;  ///< index into Model::classes
    bool escalated = false;
    bool away = false;           ///< escalated: the access point is not there
    bool failing = false;        ///< attempts at joining fail until it is over
    wifi::Duration recovery{0};  ///< from the loss until it is over by itself
};

struct Night {
    /// More losses than this are left out, and `cut` is set.
    static constexpr std::size_t most_losses = 100'000;

    std::uint64_t seed = 0;
    std::uint32_t draw = 0;
    std::uint32_t number = 0;
    wifi::Duration length{0};
    std::vector<Loss> losses;  ///< ascending
    bool cut = false;

    Stream stream(Purpose purpose, std::uint32_t of = 0) const { return {seed, draw, number, purpose, of}; }
};

/// Draws the losses of the night whose seed, draw, number and length stand in it.
void draw_losses(const Model& model, Night& night);

}  // namespace wlanmedic::whatif
