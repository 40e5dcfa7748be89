// SPDX-License-Identifier: MIT
#include "outage/outage.h"

namespace wlanmedic::outage {

std::string_view name_of(Class outage_class) {
    switch (outage_class) {
        case Class::connection_loss: return "connection_loss";
        case Class::beacon_loss: return "beacon_loss";
        case Class::decrypt_storm: return "decrypt_storm";
        case Class::ap_deauth: return "ap_deauth";
        case Class::local_deauth: return "local_deauth";
        case Class::firmware_crash: return "firmware_crash";
        case Class::suspend: return "suspend";
        case Class::radio_blocked: return "radio_blocked";
        case Class::user: return "user";
        case Class::roam: return "roam";
        case Class::auth_failure: return "auth_failure";
        case Class::never_connected: return "never_connected";
        case Class::no_address: return "no_address";
        case Class::unknown: return "unknown";
    }
    return "unknown";
}

std::optional<bool> Outage::blackhole(wifi::Duration limit) const {
    if (!timed) return std::nullopt;
    if (!failure) return false;
    if (duration() > limit) return true;
    if (open_ended() || lower_bound) return std::nullopt;
    return false;
}

}  // namespace wlanmedic::outage
