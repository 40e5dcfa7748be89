// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <signal.h>

#include <algorithm>

#include "lab/air/channel.h"
#include "lab/guest/access_points.h"
#include "lab/guest/control.h"
#include "lab/guest/file_text.h"
#include "lab/guest/links.h"
#include "lab/guest/station.h"

namespace wlanmedic::lab {
namespace {

/// The network that the station knows: that of the access points which are not foreign.
std::string network_lines(const Scenario& scenario) {
    const AccessPoint& home = scenario.access_points.front();
    std::string frequencies;
    for (const AccessPoint& one : scenario.access_points)
        frequencies += fmt::format(" {}", frequency_of(one.channel));
    std::string lines = fmt::format("network={{\n ssid=\"{}\"\n scan_freq={}\n", home.ssid, frequencies);
    const std::string& passphrase = scenario.station.passphrase;
    switch (home.security) {
        case Security::open: lines += " key_mgmt=NONE\n"; break;
        case Security::wpa2:
            lines += fmt::format(" psk=\"{}\"\n key_mgmt=WPA-PSK WPA-PSK-SHA256\n proto=RSN\n pairwise=CCMP\n",
                                 passphrase);
            break;
        case Security::sae:
            lines += fmt::format(" sae_password=\"{}\"\n key_mgmt=SAE\n proto=RSN\n pairwise=CCMP\n", passphrase);
            break;
    }
    // What the access point offers is used: PMF where there is PMF.
    const auto pmf = home.security == Security::open ? ManagementProtection::off : home.pmf;
    lines += fmt::format(" ieee80211w={}\n}}\n", static_cast<int>(pmf));
    return lines;
}

class WpaSupplicant : public StationManager {
public:
    WpaSupplicant(Processes& processes, Journal& journal, const Scenario& scenario)
        : processes_(processes), journal_(journal), scenario_(scenario) {}

    wifi::Result<void> begin(Loop&) override {
        if (auto set = set_address(std::string(station_interface), station_address); !set) return set;
        put_text("/run/station.conf",
                 fmt::format("ctrl_interface=/run/wpa_supplicant\n{}", network_lines(scenario_)));
        process_ = processes_.start({.words = {"wpa_supplicant", "-t", "-dd", "-Dnl80211",
                                               fmt::format("-i{}", station_interface), "-c/run/station.conf"},
                                     .log = "/out/wpa_supplicant.log",
                                     .source = "wpa_supplicant"});
        if (process_ < 0) return std::unexpected(wifi::Error{.what = "wpa_supplicant does not start"});
        return {};
    }
    wifi::Result<void> reassociate() override { return command("REASSOCIATE"); }
    wifi::Result<void> disconnect() override { return command("DISCONNECT"); }
    wifi::Result<void> reconnect() override { return command("RECONNECT"); }
    wifi::Result<void> roam(const wifi::MacAddress& bssid) override {
        return command("ROAM " + bssid.to_string());
    }
    wifi::Result<void> switch_radio(bool on) override {
        return command(on ? "ENABLE_NETWORK all" : "DISABLE_NETWORK all");
    }
    wifi::Result<void> learn(const std::string& passphrase) override {
        const bool sae = scenario_.access_points.front().security == Security::sae;
        if (auto set = command(fmt::format("SET_NETWORK 0 {} \"{}\"", sae ? "sae_password" : "psk", passphrase));
            !set)
            return set;
        return command("REASSOCIATE");
    }
    void end() override { processes_.end(process_, SIGTERM); }

private:
    wifi::Result<void> command(const std::string& words) {
        return command_daemon(journal_, "wpa_supplicant", fmt::format("/run/wpa_supplicant/{}", station_interface),
                              words);
    }

    Processes& processes_;
    Journal& journal_;
    const Scenario& scenario_;
    pid_t process_ = -1;
};

}  // namespace

std::unique_ptr<StationManager> make_wpa_supplicant(Processes& processes, Journal& journal,
                                                    const Scenario& scenario) {
    return std::make_unique<WpaSupplicant>(processes, journal, scenario);
}

}  // namespace wlanmedic::lab
