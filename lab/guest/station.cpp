// SPDX-License-Identifier: MIT
#include "lab/guest/station.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "lab/guest/access_points.h"
#include "lab/guest/driver_faults.h"
#include "lab/guest/file_text.h"
#include "lab/guest/hwsim.h"
#include "lab/guest/links.h"

namespace wlanmedic::lab {
namespace {

using namespace std::chrono_literals;

const std::string interface{station_interface};

std::unique_ptr<StationManager> make_manager(Processes& processes, Journal& journal, const Scenario& scenario) {
    switch (scenario.station.manager) {
        case Manager::network_manager: return make_network_manager(processes, journal, scenario);
        case Manager::iwd: return make_iwd(processes, journal, scenario);
        case Manager::wpa_supplicant: break;
    }
    return make_wpa_supplicant(processes, journal, scenario);
}

}  // namespace

StationHost::StationHost(Loop& loop, Processes& processes, Journal& journal, const Scenario& scenario)
    : loop_(loop), scenario_(scenario), manager_(make_manager(processes, journal, scenario)) {}

wifi::Result<void> StationHost::cycle_link() {
    if (auto down = set_link(interface, false); !down) return down;
    return set_link(interface, true);
}

// As a bus that is scanned again: the device goes, comes back with its address, and is given its name by what
// gives names there (udev; here this program).
wifi::Result<void> StationHost::reset_bus() {
    const std::string phy = phy_of(interface);
    if (auto removed = remove_radio(phy); !removed) return removed;
    loop_.run_until([] { return false; }, 200ms);
    if (auto made = make_radio(address_of_radio(station_radio)); !made) return made;
    if (!link_exists(interface)) {
        for (const auto& entry : std::filesystem::directory_iterator("/sys/class/net")) {
            const std::string name = entry.path().filename();
            if (!name.starts_with("wlan")) continue;
            if (auto renamed = rename_link(name, interface); !renamed) return renamed;
            break;
        }
    }
    if (!link_exists(interface)) return std::unexpected(wifi::Error{.what = "the new radio has no interface"});
    return set_address(interface, station_address);
}

// All devices are suspended and resumed, the radio's too; the processor counts the seconds meanwhile
// (Documentation/power/basic-pm-debugging.rst): QEMU's clock wakes nobody from a deeper sleep in virtual time.
wifi::Result<void> StationHost::sleep(wifi::Duration lasts) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(lasts).count();
    const bool done = put_text("/sys/module/suspend/parameters/pm_test_delay", std::to_string(seconds)) &&
                      put_text("/sys/power/pm_test", "devices") && put_text("/sys/power/state", "freeze");
    if (done) return {};
    return std::unexpected(wifi::Error{.what = "the guest did not go to sleep (/sys/power/state)"});
}

wifi::Result<void> StationHost::block_radio(bool blocked) {
    const std::string phy = phy_of(interface);
    std::error_code error;
    for (const auto& entry : std::filesystem::directory_iterator("/sys/class/ieee80211/" + phy, error)) {
        if (!entry.path().filename().string().starts_with("rfkill")) continue;
        if (!put_text(entry.path() / "soft", blocked ? "1" : "0")) continue;
        // wpa_supplicant takes the interface up again when it hears of it. Here it does not hear: it stops at the
        // first switch of a radio in another namespace (src/drivers/rfkill.c, rfkill_init).
        return blocked ? wifi::Result<void>{} : set_link(interface, true);
    }
    return std::unexpected(wifi::Error{.what = fmt::format("{} has no rfkill switch", interface)});
}

wifi::Result<void> StationHost::act(const StationAction& action) {
    using Kind = StationAction::Kind;
    switch (action.kind) {
        case Kind::reassociate: return manager_->reassociate();
        case Kind::disconnect: return manager_->disconnect();
        case Kind::reconnect: return manager_->reconnect();
        case Kind::link_down: return set_link(interface, false);
        case Kind::link_up: return set_link(interface, true);
        case Kind::rfkill_block: return block_radio(true);
        case Kind::rfkill_unblock: return block_radio(false);
        case Kind::suspend: return sleep(action.lasts);
        case Kind::radio_off: return manager_->switch_radio(false);
        case Kind::radio_on: return manager_->switch_radio(true);
        case Kind::passphrase: return manager_->learn(action.value);
        case Kind::roam: break;
    }
    const auto to = std::ranges::find(scenario_.access_points, action.value, &AccessPoint::name);
    if (to == scenario_.access_points.end())
        return std::unexpected(wifi::Error{.what = fmt::format("no access point {}", action.value)});
    return manager_->roam(address_of_radio(to->radio));
}

wifi::Result<void> StationHost::treat(Treatment treatment) {
    switch (treatment) {
        case Treatment::reassociation: return manager_->reassociate();
        case Treatment::link: return cycle_link();
        case Treatment::restart: return inject(interface, {.kind = DriverFault::Kind::restart});
        case Treatment::bus_reset: return reset_bus();
    }
    return {};
}

}  // namespace wlanmedic::lab
