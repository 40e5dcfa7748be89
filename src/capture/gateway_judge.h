// SPDX-License-Identifier: MIT
// What the answers and silences of one gateway mean. Silence is no proof: many gateways drop ICMP.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "wifi/instant.h"

namespace wlanmedic::capture {

enum class Witness : std::uint8_t { answered, silent, not_asked };

/// One question, and what came of it.
struct GatewayRound {
    wifi::Duration at{0};                ///< when it was asked, CLOCK_BOOTTIME
    std::string kept_from;               ///< why the question did not leave; empty where it did
    std::optional<wifi::Duration> took;  ///< the ICMP answer's time
    Witness arp = Witness::not_asked;    ///< asked only where ICMP is silent
};

enum class GatewayState : std::uint8_t { unknown, up, down };

struct GatewayTold {
    GatewayState state = GatewayState::unknown;
    wifi::Duration at{0};  ///< of `down`: the first question of those that were not answered
    std::optional<wifi::Duration> took;
    std::string why;
};

class GatewayJudge {
public:
    /// So many questions in a row must stay unanswered: a lone one is lost on any radio.
    static constexpr int least_silences = 2;

    /// Another reason for the same `unknown` is told so seldom.
    static constexpr wifi::Duration reasons_every = std::chrono::minutes{1};

    /// What is new; nothing where the state is as before.
    std::optional<GatewayTold> take(const GatewayRound& round);

    /// Of the rounds since the last summary, and the state now. `at` is the last round's.
    struct Summary {
        GatewayState state = GatewayState::unknown;
        std::uint64_t asked = 0;
        std::uint64_t answered = 0;
        std::optional<wifi::Duration> took;  ///< of answers, in the mean
    };
    Summary summary();

private:
    GatewayState state_ = GatewayState::unknown;
    bool told_ = false;
    std::string why_;
    wifi::Duration told_at_{0};
    bool answers_icmp_ = false;  // has done so before
    bool answers_arp_ = false;
    int silences_ = 0;
    wifi::Duration first_silence_{0};
    std::uint64_t asked_ = 0;
    std::uint64_t answered_ = 0;
    wifi::Duration took_{0};
};

}  // namespace wlanmedic::capture
