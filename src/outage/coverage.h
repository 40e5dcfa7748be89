// SPDX-License-Identifier: MIT
// Which kinds of happenings the evidence of an interface tells at all. What a kind of source never tells, its
// silence says nothing about.
#pragma once

#include "wifi/event.h"

namespace wlanmedic::outage {

struct Coverage {
    bool requests = false;        ///< each request to authenticate or associate: the kernel log, ftrace
    bool answers = false;         ///< answers of access points, or that none came
    bool station_states = false;  ///< drv_sta_state
    bool keys = false;            ///< drv_set_key
    bool scans = false;
    bool scan_results = false;  ///< what a scan found
    bool counters = false;
    bool supplicant = false;  ///< what the supplicant decides: waits, refusals, networks not found
    bool manager = false;
    bool address = false;  ///< DHCP

    void on(const wifi::Event& event);
};

}  // namespace wlanmedic::outage
