// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lab/guest/client.h"
#include "lab/guest/file_text.h"
#include "lab/guest/message_bus.h"
#include "lab/guest/station.h"

namespace wlanmedic::lab {
namespace {

using namespace std::chrono_literals;

constexpr const char* profile_file = "/run/NetworkManager/system-connections/lab.nmconnection";

std::string profile(const Scenario& scenario, const std::string& passphrase) {
    const AccessPoint& home = scenario.access_points.front();
    std::string security;
    if (home.security != Security::open)
        security = fmt::format("[wifi-security]\nkey-mgmt={}\npsk={}\n",
                               home.security == Security::sae ? "sae" : "wpa-psk", passphrase);
    return fmt::format(
        "[connection]\nid=lab\nuuid=00000000-0000-4000-8000-000000000001\ntype=wifi\ninterface-name={}\n"
        "[wifi]\nmode=infrastructure\nssid={}\n{}[ipv4]\nmethod=manual\naddress1=10.0.0.2/24,10.0.0.1\n"
        "[ipv6]\nmethod=disabled\n",
        station_interface, home.ssid, security);
}

/// NetworkManager with wpa_supplicant under it, as Debian has them.
class NetworkManager : public StationManager {
public:
    NetworkManager(Processes& processes, Journal& journal, const Scenario& scenario)
        : processes_(processes), journal_(journal), scenario_(scenario) {}

    wifi::Result<void> begin(Loop& loop) override {
        auto bus = start_message_bus(loop, processes_);
        if (!bus) return std::unexpected(bus.error());
        bus_ = *bus;
        for (const char* folder :
             {"/run/NetworkManager", "/run/NetworkManager/system-connections", "/var/lib/NetworkManager"})
            ::mkdir(folder, 0755);
        write_profile(scenario_.station.passphrase);
        put_text(
            "/run/NetworkManager.conf",
            "[main]\nplugins=keyfile\nauth-polkit=false\nno-auto-default=*\ndhcp=internal\nrc-manager=unmanaged\n"
            "dns=none\n[device]\nwifi.scan-rand-mac-address=no\n[connectivity]\nenabled=false\n");
        supplicant_ = processes_.start({.words = {"wpa_supplicant", "-u", "-t", "-dd"},
                                        .log = "/out/wpa_supplicant.log",
                                        .source = "wpa_supplicant"});
        // Without udev it manages only what it believes to be a container's: /sys must be read-only for it.
        constexpr const char* confined =
            "mount -o remount,bind,ro /sys /sys 2>/dev/null || mount -o remount,ro /sys; "
            "exec NetworkManager --debug --config=/run/NetworkManager.conf";
        manager_ = processes_.start({.words = {"unshare", "-m", "sh", "-c", confined},
                                     .log = "/out/journal.txt",
                                     .source = "NetworkManager",
                                     .journal_name = "NetworkManager"});
        return {};
    }
    // It has no word for it: up again is what its users do.
    wifi::Result<void> reassociate() override { return reconnect(); }
    wifi::Result<void> disconnect() override {
        return ask({"device", "disconnect", std::string(station_interface)});
    }
    wifi::Result<void> reconnect() override { return ask({"--wait", "0", "connection", "up", "id", "lab"}); }
    wifi::Result<void> roam(const wifi::MacAddress& bssid) override {
        return ask({"--wait", "0", "connection", "up", "id", "lab", "ap", bssid.to_string()});
    }
    wifi::Result<void> switch_radio(bool on) override { return ask({"radio", "wifi", on ? "on" : "off"}); }
    wifi::Result<void> learn(const std::string& passphrase) override {
        write_profile(passphrase);
        if (auto loaded = ask({"connection", "reload"}); !loaded) return loaded;
        return reconnect();
    }
    void end() override {
        for (const pid_t process : {manager_, supplicant_, bus_}) processes_.end(process, SIGTERM);
    }

private:
    void write_profile(const std::string& passphrase) const {
        put_text(profile_file, profile(scenario_, passphrase));
        ::chmod(profile_file, 0600);
    }
    wifi::Result<void> ask(std::vector<std::string> words) {
        words.insert(words.begin(), "nmcli");
        return ask_manager(processes_, journal_, std::move(words));
    }

    Processes& processes_;
    Journal& journal_;
    const Scenario& scenario_;
    pid_t bus_ = -1;
    pid_t supplicant_ = -1;
    pid_t manager_ = -1;
};

}  // namespace

std::unique_ptr<StationManager> make_network_manager(Processes& processes, Journal& journal,
                                                     const Scenario& scenario) {
    return std::make_unique<NetworkManager>(processes, journal, scenario);
}

}  // namespace wlanmedic::lab
