// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "lab/medium/medium.h"

namespace wlanmedic::lab {

Rule::Effect Medium::effect_of_rules(Radio from, Radio to, FrameClass frame_class, wifi::Duration& delay) {
    for (RuleState& state : rules_) {
        if (!state.matches(from, to, frame_class)) continue;
        const Rule::Effect effect = state.decide(from, to);
        if (effect == Rule::Effect::delay) delay = std::max(state.rule().delay, wifi::Duration::zero());
        return effect;
    }
    return Rule::Effect::pass;
}

// Rules and fades draw their chance before the receiver's wedge is asked: it does not change the luck of later
// frames on the same way.
Medium::Arrival Medium::send(const Member& from, const Member& to, FrameClass frame_class, wifi::Duration now) {
    Arrival arrival;
    const Rule::Effect effect = effect_of_rules(from.radio, to.radio, frame_class, arrival.delay);
    bool lost = effect == Rule::Effect::drop;

    if (from.fading) {
        const double dbm = from.fading->dbm(now);
        arrival.signal_dbm = static_cast<int>(std::lround(dbm));
        const double share = share_lost(dbm, floor_dbm);
        if (share >= 1) {
            lost = true;
        } else if (share > 0) {
            constexpr std::uint64_t cause_fading = 0;  // rules count from 1
            auto found = fading_draws_.find({from.radio, to.radio});
            if (found == fading_draws_.end())
                found =
                    fading_draws_
                        .emplace(RadioPair{from.radio, to.radio}, Draws(seed_, cause_fading, from.radio, to.radio))
                        .first;
            if (found->second.happens(share)) lost = true;
        }
    }

    if (lost || (to.wedged && !to.wedged->mac_hears(now))) return arrival;
    const bool stays_in_mac =
        effect == Rule::Effect::drop_acknowledged || (to.wedged && !to.wedged->host_hears(now));
    arrival.reach = stays_in_mac ? Reach::mac : Reach::host;
    return arrival;
}

bool Medium::acknowledges(const Member& receiver, const Member& sender, wifi::Duration now) {
    // An acknowledgement ends in the sender's MAC, so what is lost behind that, or late, does not matter.
    const bool arrives = send(receiver, sender, FrameClass::acknowledgement, now).reach != Reach::nowhere;
    return arrives && (!receiver.wedged || receiver.wedged->mac_sends(now));
}

Fate Medium::judge(Radio from, std::span<const std::uint8_t> bytes, bool wants_acknowledgement,
                   wifi::Duration now) {
    Fate fate;
    const auto frame = view_frame(bytes);
    if (!frame) return fate;

    const Member stranger{from, {}, {}};
    const Member* known = find(from);
    const Member& sender = known != nullptr ? *known : stranger;
    const bool unicast = !frame->group;

    if (sender.wedged && !sender.wedged->host_sends(now)) {
        fate.fault = true;
        fate.acknowledged = unicast && wants_acknowledgement && sender.wedged->claims_acknowledgement();
        return fate;
    }

    const auto deliver = [&](const Member& receiver) {
        const Arrival arrival = send(sender, receiver, frame->frame_class, now);
        if (arrival.reach == Reach::host)
            fate.deliveries.push_back({receiver.radio, arrival.delay, arrival.signal_dbm});
        if (arrival.reach != Reach::host || arrival.delay > wifi::Duration::zero()) fate.fault = true;
        return arrival.reach;
    };

    if (const auto owner = unicast ? owner_of(frame->to) : std::nullopt) {
        const Member* receiver = find(*owner);
        if (receiver == nullptr || receiver->radio == from) return fate;
        const Reach reach = deliver(*receiver);
        if (!wants_acknowledgement) return fate;
        fate.acknowledged = reach != Reach::nowhere && acknowledges(*receiver, sender, now);
        if (!fate.acknowledged) fate.fault = true;
        return fate;
    }

    fate.deliveries.reserve(members_.size());
    for (const Member& receiver : members_)
        if (receiver.radio != from) deliver(receiver);
    return fate;
}

}  // namespace wlanmedic::lab
