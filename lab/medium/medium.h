// SPDX-License-Identifier: MIT
// The medium's judgement: which radio receives a frame, how strong, when, and whether the sender sees an
// acknowledgement. Pure: no clock, no I/O; the same seed and calls give the same answers.
//
// A unicast frame goes to the radio that owns its address 1, which acknowledges it: the way back is a frame of
// class `acknowledgement`, which rules, fades and wedges judge as any other. An address that no radio owns, and a
// group address: the frame goes to all other radios (the kernel drops what is not theirs) and is not acknowledged.
// Channels are the kernel's affair: mac80211_hwsim compares HWSIM_ATTR_FREQ with the receiver's.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "lab/medium/draws.h"
#include "lab/medium/fading.h"
#include "lab/medium/rule.h"
#include "lab/medium/rule_state.h"
#include "lab/medium/wedged.h"

namespace wlanmedic::lab {

struct Delivery {
    Radio to = 0;
    wifi::Duration delay{};
    int signal_dbm = 0;
};

struct Fate {
    std::vector<Delivery> deliveries;
    bool acknowledged = false;
    bool fault = false;  ///< something was lost, delayed, or not acknowledged that would have been without rules
};

/// Times are the guest's, since any zero, and never go back.
class Medium {
public:
    /// As the kernel's own medium delivers: mac80211_hwsim's rx_rssi (-50) plus the sender's 20 dBm.
    static constexpr int usual_signal_dbm = -30;

    explicit Medium(std::uint64_t seed);

    // --- who is there
    void add_radio(Radio radio);
    /// Its rules stay; its addresses, its wedge and its fade do not.
    void remove_radio(Radio radio);
    /// A radio may own several. An address of another radio changes its owner. Nothing where the radio is not
    /// there.
    void add_address(Radio radio, const wifi::MacAddress& address);
    void remove_address(Radio radio, const wifi::MacAddress& address);

    // --- what goes wrong
    void add(Rule rule, wifi::Duration now);
    /// All rules where the name is empty. How many went.
    std::size_t clear(std::string_view name, wifi::Duration now);
    /// Instead of the wedge that it has. Nothing where the radio is not there.
    void wedge(Radio radio, const Wedge& wedge, wifi::Duration now);
    /// True where it was wedged.
    bool unwedge(Radio radio);
    /// True where this healed a wedge of the radio.
    bool treat(Radio radio, Treatment treatment);
    /// Heals what heals by itself until now. The radios that were healed.
    std::vector<Radio> advance(wifi::Duration now);
    /// When advance() has something to do again: a wedge heals by itself, or a fade is back at the usual signal.
    std::optional<wifi::Duration> next_change() const;
    /// The signal of what the radio sends, at every receiver, goes to `dbm` in a straight line. Below `floor_dbm`
    /// nothing is received, and in the 10 dB above it a growing share is lost. Nothing where the radio is not
    /// there.
    void fade(Radio radio, int dbm, wifi::Duration over, wifi::Duration now);
    static constexpr int floor_dbm = -92;

    bool is_wedged(Radio radio) const;
    /// False where the kernel's own medium would do the same, as of the last advance().
    bool is_needed() const;

    /// `bytes`: a whole frame, from its frame control field; what view_frame() does not know goes nowhere.
    /// `wants_acknowledgement`: as hwsim says. A sender that was not added is taken for a sound one.
    Fate judge(Radio from, std::span<const std::uint8_t> bytes, bool wants_acknowledgement, wifi::Duration now);

private:
    struct Member {
        Radio radio = 0;
        std::optional<Wedged> wedged;
        std::optional<Fading> fading;  ///< empty at the usual signal
    };

    /// How far a frame came. What reaches the MAC alone is acknowledged all the same.
    enum class Reach : std::uint8_t { nowhere, mac, host };
    struct Arrival {
        Reach reach = Reach::nowhere;
        wifi::Duration delay{};
        int signal_dbm = usual_signal_dbm;
    };

    Member* find(Radio radio);
    const Member* find(Radio radio) const;
    std::optional<Radio> owner_of(const wifi::MacAddress& address) const;
    Rule::Effect effect_of_rules(Radio from, Radio to, FrameClass frame_class, wifi::Duration& delay);
    Arrival send(const Member& from, const Member& to, FrameClass frame_class, wifi::Duration now);
    bool acknowledges(const Member& receiver, const Member& sender, wifi::Duration now);

    std::uint64_t seed_;
    std::uint64_t rules_ever_ = 0;
    std::vector<Member> members_;                             // in the order of their radios
    std::vector<std::pair<wifi::MacAddress, Radio>> owners_;  // few: searched from the front
    std::vector<RuleState> rules_;
    std::map<RadioPair, Draws> fading_draws_;
};

}  // namespace wlanmedic::lab
