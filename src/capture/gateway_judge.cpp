// SPDX-License-Identifier: MIT
#include "capture/gateway_judge.h"

#include <utility>

namespace wlanmedic::capture {

std::optional<GatewayTold> GatewayJudge::take(const GatewayRound& round) {
    GatewayTold now{.state = GatewayState::unknown, .at = round.at, .took = round.took, .why = {}};
    if (round.kept_from.empty()) ++asked_;
    bool wait = false;
    if (round.took) {
        now.state = GatewayState::up;
        answers_icmp_ = true;
        silences_ = 0;
        ++answered_;
        took_ += *round.took;
    } else if (!round.kept_from.empty()) {
        silences_ = 0;
        now.why = "the question did not leave: " + round.kept_from;
    } else if (round.arp == Witness::answered) {
        answers_arp_ = true;
        silences_ = 0;
        now.why = "it answers ARP, but not ICMP";
    } else if (answers_icmp_ || (answers_arp_ && round.arp == Witness::silent)) {
        if (silences_++ == 0) first_silence_ = round.at;
        wait = silences_ < least_silences;
        now.state = GatewayState::down;
        now.at = first_silence_;
        now.why =
            round.arp == Witness::silent ? "it answers neither ICMP nor ARP" : "it does not answer ICMP any more";
    } else {
        now.why = "it has not answered yet: it may drop ICMP";
    }
    if (wait) return std::nullopt;
    // Reasons come and go while the state is the same.
    const bool another_reason =
        now.state == GatewayState::unknown && now.why != why_ && now.at - told_at_ >= reasons_every;
    if (told_ && now.state == state_ && !another_reason) return std::nullopt;
    told_at_ = now.at;
    told_ = true;
    state_ = now.state;
    why_ = now.why;
    return now;
}

GatewayJudge::Summary GatewayJudge::summary() {
    Summary summary{.state = state_, .asked = asked_, .answered = answered_, .took = {}};
    if (answered_ > 0) summary.took = took_ / static_cast<std::int64_t>(answered_);
    asked_ = answered_ = 0;
    took_ = wifi::Duration::zero();
    return summary;
}

}  // namespace wlanmedic::capture
