// SPDX-License-Identifier: MIT
// The kernel's tracepoints that are recorded (net/mac80211/trace.h, net/wireless/trace.h), each with its reason:
// what nl80211 and the kernel's log do not tell. None of them fires for each frame, nor while a station is
// associated and nothing happens.
#pragma once

#include <array>

namespace wlanmedic::capture {

struct Tracepoint {
    const char* system;
    const char* name;
    const char* filter = "";      ///< of the kernel's event filters; the fields are those of events/…/format
    bool of_old_kernels = false;  ///< not missed on new ones
};

inline constexpr std::array tracepoints{
    // What a driver reports to mac80211. The calls themselves are told nowhere else.
    Tracepoint{"mac80211", "api_connection_loss"},
    Tracepoint{"mac80211", "api_beacon_loss"},
    Tracepoint{"mac80211", "api_disconnect"},
    Tracepoint{"mac80211", "api_cqm_beacon_loss_notify"},
    Tracepoint{"mac80211", "api_cqm_rssi_notify"},
    Tracepoint{"mac80211", "api_restart_hw"},
    Tracepoint{"mac80211", "api_scan_completed"},
    // What mac80211 asks of a driver: device and interface up and down, …
    Tracepoint{"mac80211", "drv_start"},
    Tracepoint{"mac80211", "drv_stop"},
    Tracepoint{"mac80211", "drv_add_interface"},
    Tracepoint{"mac80211", "drv_change_interface"},
    Tracepoint{"mac80211", "drv_remove_interface"},
    Tracepoint{"mac80211", "drv_reconfig_complete"},
    Tracepoint{"mac80211", "drv_suspend"},
    Tracepoint{"mac80211", "drv_resume"},
    // … the way of a station from nothing to authorized and back, …
    Tracepoint{"mac80211", "drv_sta_state"},
    Tracepoint{"mac80211", "drv_sta_remove"},
    Tracepoint{"mac80211", "drv_mgd_prepare_tx"},
    Tracepoint{"mac80211", "drv_mgd_complete_tx"},
    Tracepoint{"mac80211", "drv_set_key"},
    // … verdicts on authentication and association, RSSI (types 0 and 1); block acks (2 and 3) come with traffic,
    // …
    Tracepoint{"mac80211", "drv_event_callback", "type < 2"},
    // … scans, …
    Tracepoint{"mac80211", "drv_hw_scan"},
    Tracepoint{"mac80211", "drv_cancel_hw_scan"},
    Tracepoint{"mac80211", "drv_sw_scan_start"},
    Tracepoint{"mac80211", "drv_sw_scan_complete"},
    // … frames thrown away before a station leaves; each scan and each change of power save flushes without drop.
    Tracepoint{"mac80211", "drv_flush", "drop != 0"},
    // A driver that refuses. Successes come with each call and say nothing, and so do numbers: how many counters
    // ethtool may ask for, which the recorder itself does. ENOENT (2) ends each dump of the survey, which
    // wpa_supplicant asks for with each scan. drv_return_void, _bool, _u32 and _u64 come with each call, and say
    // nothing either: that a call does not return, the kernel's log says ("blocked for more than 120 seconds").
    Tracepoint{"mac80211", "drv_return_int", "ret < 0 && ret != -2"},
    // What somebody in user space, or mac80211 for him, asks of cfg80211: who left, and who was told to.
    Tracepoint{"cfg80211", "rdev_auth"},
    Tracepoint{"cfg80211", "rdev_assoc"},
    Tracepoint{"cfg80211", "rdev_connect"},
    Tracepoint{"cfg80211", "rdev_deauth"},
    Tracepoint{"cfg80211", "rdev_disassoc"},
    Tracepoint{"cfg80211", "rdev_disconnect"},
    Tracepoint{"cfg80211", "rdev_set_power_mgmt"},
    Tracepoint{"cfg80211", "rdev_suspend"},
    Tracepoint{"cfg80211", "rdev_resume"},
    // What becomes of it, with more than nl80211 gives: tries, comebacks, who timed out.
    Tracepoint{"cfg80211", "cfg80211_assoc_comeback"},
    Tracepoint{"cfg80211", "cfg80211_send_rx_assoc"},
    Tracepoint{"cfg80211", "cfg80211_send_auth_timeout"},
    Tracepoint{"cfg80211", "cfg80211_send_assoc_failure"},
    Tracepoint{"cfg80211", "cfg80211_send_assoc_timeout", "", true},  // the same until Linux 5.19
    Tracepoint{"cfg80211", "cfg80211_rx_unprot_mlme_mgmt"},
};

}  // namespace wlanmedic::capture
