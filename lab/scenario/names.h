// SPDX-License-Identifier: MIT
// The kinds of what is done to the driver, an access point, the station and its chip, in the words of
// injected.jsonl: the names of scenario.h with '-' for '_'. A step's `do` has the same words where they say enough
// there. Those of a chip's faults are also what lab/chips takes in debugfs.
#pragma once

#include <string_view>

#include "config/names.h"
#include "lab/scenario/scenario.h"

namespace wlanmedic::lab {

inline constexpr config::Names<DriverFault::Kind, 7> fault_names{{
    {DriverFault::Kind::connection_loss, "connection-loss"},
    {DriverFault::Kind::beacon_loss, "beacon-loss"},
    {DriverFault::Kind::rssi_low, "rssi-low"},
    {DriverFault::Kind::rssi_high, "rssi-high"},
    {DriverFault::Kind::disconnect, "disconnect"},
    {DriverFault::Kind::restart, "restart"},
    {DriverFault::Kind::hold_rtnl, "hold-rtnl"},
}};
inline constexpr config::Names<AccessPointAction::Kind, 9> access_point_action_names{{
    {AccessPointAction::Kind::kill, "kill"},
    {AccessPointAction::Kind::stop, "stop"},
    {AccessPointAction::Kind::start, "start"},
    {AccessPointAction::Kind::forget, "forget"},
    {AccessPointAction::Kind::block, "block"},
    {AccessPointAction::Kind::unblock, "unblock"},
    {AccessPointAction::Kind::passphrase, "passphrase"},
    {AccessPointAction::Kind::filter_icmp, "filter-icmp"},
    {AccessPointAction::Kind::answer_icmp, "answer-icmp"},
}};
inline constexpr config::Names<StationAction::Kind, 12> station_action_names{{
    {StationAction::Kind::reassociate, "reassociate"},
    {StationAction::Kind::disconnect, "disconnect"},
    {StationAction::Kind::reconnect, "reconnect"},
    {StationAction::Kind::link_down, "link-down"},
    {StationAction::Kind::link_up, "link-up"},
    {StationAction::Kind::rfkill_block, "rfkill-block"},
    {StationAction::Kind::rfkill_unblock, "rfkill-unblock"},
    {StationAction::Kind::roam, "roam"},
    {StationAction::Kind::suspend, "suspend"},
    {StationAction::Kind::radio_off, "radio-off"},
    {StationAction::Kind::radio_on, "radio-on"},
    {StationAction::Kind::passphrase, "passphrase"},
}};
inline constexpr config::Names<Security, 3> security_names{{
    {Security::open, "open"},
    {Security::wpa2, "wpa2"},
    {Security::sae, "sae"},
}};

inline constexpr config::Names<Chip::Model, 2> chip_names{{
    {Chip::Model::cw1200, "cw1200"},
    {Chip::Model::bes2600, "bes2600"},
}};
inline constexpr config::Names<Chip::Driver, 2> driver_names{{
    {Chip::Driver::stock, "stock"},
    {Chip::Driver::patched, "patched"},
}};
inline constexpr config::Names<ChipFault::Kind, 7> chip_fault_names{{
    {ChipFault::Kind::bss_lost_flood, "bss-lost-flood"},
    {ChipFault::Kind::receive_wedge, "receive-wedge"},
    {ChipFault::Kind::mute, "mute"},
    {ChipFault::Kind::hang, "hang"},
    {ChipFault::Kind::refuse_joins, "refuse-joins"},
    {ChipFault::Kind::slow_scan, "slow-scan"},
    {ChipFault::Kind::lost_confirms, "lost-confirms"},
}};
inline constexpr config::Names<ChipFault::Heals, 4> chip_heals_names{{
    {ChipFault::Heals::join, "join"},
    {ChipFault::Heals::unjoin, "unjoin"},
    {ChipFault::Heals::chip_reset, "chip-reset"},
    {ChipFault::Heals::never, "never"},
}};

constexpr std::string_view to_text(DriverFault::Kind kind) { return config::name_in(fault_names, kind); }
constexpr std::string_view to_text(AccessPointAction::Kind kind) {
    return config::name_in(access_point_action_names, kind);
}
constexpr std::string_view to_text(StationAction::Kind kind) {
    return config::name_in(station_action_names, kind);
}
constexpr std::string_view to_text(Chip::Model model) { return config::name_in(chip_names, model); }
constexpr std::string_view to_text(Chip::Driver driver) { return config::name_in(driver_names, driver); }
constexpr std::string_view to_text(ChipFault::Kind kind) { return config::name_in(chip_fault_names, kind); }
constexpr std::string_view to_text(ChipFault::Heals heals) { return config::name_in(chip_heals_names, heals); }
constexpr std::string_view to_text(Security security) { return config::name_in(security_names, security); }

}  // namespace wlanmedic::lab
