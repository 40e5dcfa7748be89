// SPDX-License-Identifier: MIT
#include <fmt/format.h>
#include <signal.h>
#include <sys/stat.h>

#include "lab/guest/access_points.h"
#include "lab/guest/client.h"
#include "lab/guest/file_text.h"
#include "lab/guest/links.h"
#include "lab/guest/message_bus.h"
#include "lab/guest/station.h"

namespace wlanmedic::lab {
namespace {

class Iwd : public StationManager {
public:
    Iwd(Processes& processes, Journal& journal, const Scenario& scenario)
        : processes_(processes), journal_(journal), scenario_(scenario) {}

    wifi::Result<void> begin(Loop& loop) override {
        auto bus = start_message_bus(loop, processes_);
        if (!bus) return std::unexpected(bus.error());
        bus_ = *bus;
        if (auto set = set_address(std::string(station_interface), station_address); !set) return set;
        ::mkdir("/var/lib/iwd", 0700);
        ::mkdir("/etc/iwd", 0755);
        // It keeps the interface that it finds, as iwd's packages do where something else names them.
        put_text("/etc/iwd/main.conf",
                 "[General]\nUseDefaultInterface=true\n[DriverQuirks]\nUseDefaultInterface=mac80211_hwsim\n");
        write_profile(scenario_.station.passphrase);
        manager_ = processes_.start({.words = {"/usr/libexec/iwd", "-d", "-i", std::string(station_interface)},
                                     .log = "/out/journal.txt",
                                     .source = "iwd",
                                     .journal_name = "iwd"});
        return {};
    }
    // iwd has no word for it: out and in again.
    wifi::Result<void> reassociate() override {
        if (auto out = disconnect(); !out) return out;
        return reconnect();
    }
    wifi::Result<void> disconnect() override {
        return ask({"station", std::string(station_interface), "disconnect"});
    }
    wifi::Result<void> reconnect() override {
        return ask({"station", std::string(station_interface), "connect", scenario_.access_points.front().ssid});
    }
    wifi::Result<void> roam(const wifi::MacAddress&) override {
        return std::unexpected(
            wifi::Error{.what = "iwd does not roam by command", .hint = "use wpa_supplicant for this scenario"});
    }
    wifi::Result<void> switch_radio(bool on) override {
        return ask({"device", std::string(station_interface), "set-property", "Powered", on ? "on" : "off"});
    }
    wifi::Result<void> learn(const std::string& passphrase) override {
        write_profile(passphrase);
        return reassociate();
    }
    void end() override {
        for (const pid_t process : {manager_, bus_}) processes_.end(process, SIGTERM);
    }

private:
    void write_profile(const std::string& passphrase) const {
        const AccessPoint& home = scenario_.access_points.front();
        const bool open = home.security == Security::open;
        put_text(fmt::format("/var/lib/iwd/{}.{}", home.ssid, open ? "open" : "psk"),
                 open ? "[Settings]\nAutoConnect=true\n" : fmt::format("[Security]\nPassphrase={}\n", passphrase));
    }
    wifi::Result<void> ask(std::vector<std::string> words) {
        words.insert(words.begin(), "iwctl");
        return ask_manager(processes_, journal_, std::move(words));
    }

    Processes& processes_;
    Journal& journal_;
    const Scenario& scenario_;
    pid_t bus_ = -1;
    pid_t manager_ = -1;
};

}  // namespace

std::unique_ptr<StationManager> make_iwd(Processes& processes, Journal& journal, const Scenario& scenario) {
    return std::make_unique<Iwd>(processes, journal, scenario);
}

}  // namespace wlanmedic::lab
