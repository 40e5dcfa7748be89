// SPDX-License-Identifier: MIT
// The words of policy files for values of policy.h and of the floors below it.
#pragma once

#include <string_view>

#include "config/names.h"
#include "policy/policy.h"

namespace wlanmedic::policy {

inline constexpr std::string_view format_name = "wlanmedic.policy/1";

/// What stands for an outage of any class that nobody wished.
inline constexpr std::string_view any_name = "any";

/// Those of losses: the others begin without a link, or were wished.
inline constexpr config::Names<outage::Class, 8> loss_names{{
    {outage::Class::connection_loss, "connection_loss"},
    {outage::Class::beacon_loss, "beacon_loss"},
    {outage::Class::decrypt_storm, "decrypt_storm"},
    {outage::Class::ap_deauth, "ap_deauth"},
    {outage::Class::local_deauth, "local_deauth"},
    {outage::Class::firmware_crash, "firmware_crash"},
    {outage::Class::no_address, "no_address"},
    {outage::Class::unknown, "unknown"},
}};

/// Those that the events of one interface show.
inline constexpr config::Names<outage::Stall::Kind, 6> stall_names{{
    {outage::Stall::Kind::beacons_missed, "beacons_missed"},
    {outage::Stall::Kind::firmware_error, "firmware_error"},
    {outage::Stall::Kind::frozen_counters, "frozen_counters"},
    {outage::Stall::Kind::no_address, "no_address"},
    {outage::Stall::Kind::no_answer, "no_answer"},
    {outage::Stall::Kind::load_stalled, "load_stalled"},
}};

inline constexpr config::Names<wifi::Answer, 3> answer_names{{
    {wifi::Answer::up, "up"},
    {wifi::Answer::down, "down"},
    {wifi::Answer::unknown, "unknown"},
}};

inline constexpr config::Names<Scope, 2> scope_names{{
    {Scope::interface, "interface"},
    {Scope::bssid, "bssid"},
}};

inline constexpr config::Names<Condition::Link, 3> link_names{{
    {Condition::Link::down, "down"},
    {Condition::Link::up, "up"},
    {Condition::Link::any, "any"},
}};

inline constexpr config::Names<Proof, 3> proof_names{{
    {Proof::associated, "associated"},
    {Proof::authorized, "authorized"},
    {Proof::answer, "answer"},
}};

}  // namespace wlanmedic::policy
