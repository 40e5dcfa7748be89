// SPDX-License-Identifier: MIT
// The station, wlan2: whoever manages it (wpa_supplicant alone, NetworkManager over it, iwd), and what a user or
// the system does to it.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "lab/guest/journal.h"
#include "lab/guest/processes.h"
#include "lab/scenario/scenario.h"

namespace wlanmedic::lab {

/// The programs that keep the station connected.
class StationManager {
public:
    virtual ~StationManager() = default;
    virtual wifi::Result<void> begin(Loop& loop) = 0;
    virtual wifi::Result<void> reassociate() = 0;
    virtual wifi::Result<void> disconnect() = 0;
    virtual wifi::Result<void> reconnect() = 0;
    virtual wifi::Result<void> roam(const wifi::MacAddress& bssid) = 0;
    virtual wifi::Result<void> switch_radio(bool on) = 0;
    virtual wifi::Result<void> learn(const std::string& passphrase) = 0;
    virtual void end() = 0;
};

std::unique_ptr<StationManager> make_wpa_supplicant(Processes& processes, Journal& journal,
                                                    const Scenario& scenario);
std::unique_ptr<StationManager> make_network_manager(Processes& processes, Journal& journal,
                                                     const Scenario& scenario);
std::unique_ptr<StationManager> make_iwd(Processes& processes, Journal& journal, const Scenario& scenario);

class StationHost {
public:
    StationHost(Loop& loop, Processes& processes, Journal& journal, const Scenario& scenario);

    wifi::Result<void> begin() { return manager_->begin(loop_); }
    wifi::Result<void> act(const StationAction& action);
    /// The lab's own hand; an error where the radio did not come back.
    wifi::Result<void> treat(Treatment treatment);
    void end() { manager_->end(); }

private:
    wifi::Result<void> cycle_link();
    wifi::Result<void> reset_bus();
    wifi::Result<void> sleep(wifi::Duration lasts);
    wifi::Result<void> block_radio(bool blocked);

    Loop& loop_;
    const Scenario& scenario_;
    std::unique_ptr<StationManager> manager_;
};

}  // namespace wlanmedic::lab
