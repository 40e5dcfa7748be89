// SPDX-License-Identifier: MIT
// Two access points (radios 0 and 1) and a station (2) with a P2P device, for tests of the medium.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "lab/medium/medium.h"
#include "tests/lab/frames.h"

namespace wlanmedic::lab {

using namespace std::chrono_literals;

inline constexpr std::string_view ap1 = "02 00 00 00 00 00";
inline constexpr std::string_view ap2 = "02 00 00 00 01 00";
inline constexpr std::string_view station = "02 00 00 00 02 00";
inline constexpr std::string_view p2p_device = "42 00 00 00 02 00";

inline Bytes beacon(std::string_view from = ap1) { return frame("80 00", broadcast, from, from); }
inline Bytes data_to(std::string_view to, std::string_view from) {
    return frame("08 42", to, from, from, "00 00 00 20 00 00 00 00 aa bb cc dd");
}
inline Bytes authentication(std::string_view to, std::string_view from) {
    return frame("b0 00", to, from, ap1, "00 00 01 00 00 00");
}

struct Scene {
    explicit Scene(std::uint64_t seed = 1) : medium(seed) {
        for (const Radio radio : {2U, 0U, 1U}) medium.add_radio(radio);
        medium.add_address(0, address("02:00:00:00:00:00"));
        medium.add_address(1, address("02:00:00:00:01:00"));
        medium.add_address(2, address("02:00:00:00:02:00"));
        medium.add_address(2, address("42:00:00:00:02:00"));
    }

    Fate judge(Radio from, const Bytes& bytes) { return medium.judge(from, bytes, true, now); }
    Fate station_sends() { return judge(2, data_to(ap1, station)); }
    Fate access_point_sends() { return judge(0, data_to(station, ap1)); }
    Fate access_point_beacons() { return judge(0, beacon()); }

    void add(Rule rule) { medium.add(std::move(rule), now); }
    void wedge(const Wedge& wedge, Radio radio = 2) { medium.wedge(radio, wedge, now); }

    Medium medium;
    wifi::Duration now{};
};

inline std::vector<Radio> receivers(const Fate& fate) {
    std::vector<Radio> radios;
    for (const Delivery& delivery : fate.deliveries) radios.push_back(delivery.to);
    return radios;
}

inline Rule drop(std::string_view frames, std::optional<Radio> from = {}, std::optional<Radio> to = {}) {
    Rule rule;
    rule.from = from;
    rule.to = to;
    rule.frames = frame_set_from_text(frames).value();
    return rule;
}

inline Rule with_effect(Rule rule, Rule::Effect effect) {
    rule.effect = effect;
    return rule;
}

inline Rule named(Rule rule, std::string name) {
    rule.name = std::move(name);
    return rule;
}

/// All that a fate says, for comparing many.
inline std::string print(const Fate& fate) {
    std::string text{fate.acknowledged ? "a" : "-"};
    text.push_back(fate.fault ? 'f' : '-');
    for (const Delivery& delivery : fate.deliveries) {
        for (const std::int64_t number : {std::int64_t{delivery.to}, std::int64_t{delivery.delay.count()},
                                          std::int64_t{delivery.signal_dbm}}) {
            text.push_back(' ');
            text.append(std::to_string(number));
        }
    }
    return text;
}

}  // namespace wlanmedic::lab
