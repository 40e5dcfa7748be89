// SPDX-License-Identifier: MIT
// Where a driver calls the functions of mac80211 that the connection-loss guard goes with, and whether it does
// there.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wlanmedic::kernel {

enum class Call : std::uint8_t {
    loss,           ///< ieee80211_connection_loss: the note stands right before it
    registering,    ///< ieee80211_register_hw: the attach follows in the same function
    unregistering,  ///< ieee80211_unregister_hw: the detach stands right before it
    fault           ///< connloss_guard_note_fault: a fault that the driver tells the guard
};

struct Site {
    Call call = Call::loss;
    std::uint32_t line = 0;  ///< from 1
    std::string unguarded;   ///< why the guard does not know of it, in plain words; empty where it does
    std::string fault;       ///< of Call::fault: "COMMAND_TIMEOUT"
};

std::string_view name_of(Call call);  ///< "connection loss", "register", "unregister", "fault"

/// In the order of the source. Declarations and definitions of the functions are no calls; a mention without a
/// call (its address is taken) is one that nothing guards.
std::vector<Site> call_sites(std::string_view source);

}  // namespace wlanmedic::kernel
