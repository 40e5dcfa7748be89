// SPDX-License-Identifier: MIT
#include "policy/ladder.h"

#include <algorithm>
#include <utility>

namespace wlanmedic::policy {
namespace {

using namespace std::chrono_literals;
using wifi::Instant;

// Supplicants give up after 10 s on a link whose keys were not agreed on.
constexpr wifi::Duration keys_are_in_place = 11s;

}  // namespace

void Ladder::begin_rung(const Rung& rung, const InterfaceState& on, Instant now) {
    *this = Ladder();
    rung_ = &rung;
    decided_at_ = now;
    stood_ = on.is_up();
}

void Ladder::follow(std::uint8_t told) {
    lost_now_ = lost_now_ || (told & InterfaceState::lost) != 0;
    if ((told & InterfaceState::made) == 0) return;
    stood_ = false;
    made_ = true;
}

void Ladder::on(const wifi::Payload& payload) {
    if (const auto* refused = std::get_if<wifi::ActionRefused>(&payload)) {
        refused_now_ = refused->method == driver::name_of(rung_->method) && !finished_ && !proved_at_;
    } else if (const auto* finished = std::get_if<wifi::ActionFinished>(&payload)) {
        finished_ = finished_ || (finished->done && finished->method == driver::name_of(rung_->method));
    } else if (const auto* probe = std::get_if<wifi::ProbeResult>(&payload)) {
        answered_ = answered_ || probe->answer == wifi::Answer::up;
    } else if (const auto* request = std::get_if<wifi::UserRequest>(&payload)) {
        broken_off_now_ = request->person && asks_to_leave(*request);
    } else if (std::holds_alternative<wifi::RadioBlocked>(payload) ||
               std::holds_alternative<wifi::Suspended>(payload) || std::holds_alternative<wifi::Booted>(payload)) {
        broken_off_now_ = true;
    }
}

bool Ladder::is_proved(const InterfaceState& interface, Instant now) const {
    switch (rung_->proof) {
        case Proof::answer: return answered_;
        case Proof::associated: return interface.is_up() && (made_ || (stood_ && finished_));
        case Proof::authorized:
            if (!interface.is_up()) return false;
            if (stood_ && finished_) return true;
            return made_ && (interface.is_linked_with_keys() || now - interface.made_at() >= keys_are_in_place);
    }
    return false;
}

Ladder::Outcome Ladder::look(const InterfaceState& interface, Instant now) {
    const bool lost = std::exchange(lost_now_, false);
    const bool refused = std::exchange(refused_now_, false);
    if (std::exchange(broken_off_now_, false)) return Outcome::broken_off;
    if (refused) return Outcome::refused;
    if (!proved_at_ && is_proved(interface, now)) proved_at_ = now;
    if (proved_at_) {
        if (lost && now - *proved_at_ <= rung_->healthy_for) return Outcome::failed;
        return now - *proved_at_ >= rung_->healthy_for ? Outcome::proved : Outcome::undecided;
    }
    return now - decided_at_ >= rung_->deadline ? Outcome::failed : Outcome::undecided;
}

Instant Ladder::deadline(const InterfaceState& interface) const {
    if (proved_at_) return *proved_at_ + rung_->healthy_for;
    Instant at = decided_at_ + rung_->deadline;
    if (rung_->proof == Proof::authorized && made_ && interface.is_up())
        at = std::min(at, interface.made_at() + keys_are_in_place);
    return at;
}

}  // namespace wlanmedic::policy
