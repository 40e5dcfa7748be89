// SPDX-License-Identifier: MIT
#include "lab/guest/access_points.h"

#include <fmt/format.h>
#include <sched.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>

#include "lab/guest/control.h"
#include "lab/guest/file_text.h"
#include "lab/guest/links.h"

namespace wlanmedic::lab {
namespace {

using namespace std::chrono_literals;

std::string security_lines(const AccessPoint& settings, const std::string& passphrase) {
    if (settings.security == Security::open) return {};
    const bool pmf = settings.pmf != ManagementProtection::off;
    const bool required = settings.pmf == ManagementProtection::required;
    std::string_view key_management = "WPA-PSK";
    if (settings.security == Security::sae)
        key_management = "SAE";
    else if (required)
        key_management = "WPA-PSK-SHA256";
    else if (pmf)
        key_management = "WPA-PSK WPA-PSK-SHA256";
    return fmt::format(
        "wpa=2\nwpa_key_mgmt={}\nrsn_pairwise=CCMP\n{}={}\nieee80211w={}\nassoc_sa_query_max_timeout={}\n"
        "assoc_sa_query_retry_timeout={}\nwpa_group_rekey={}\n",
        key_management, settings.security == Security::sae ? "sae_password" : "wpa_passphrase", passphrase,
        static_cast<int>(settings.pmf), settings.sa_query_max_timeout, settings.sa_query_retry_timeout,
        settings.group_rekey_s);
}

}  // namespace

wifi::MacAddress address_of_radio(Radio radio) {
    return *wifi::MacAddress::parse(fmt::format("02:00:00:{:02x}:{:02x}:00", radio >> 8U, radio & 0xffU));
}

AccessPoints::AccessPoints(Processes& processes, Journal& journal, const Scenario& scenario)
    : processes_(processes), journal_(journal) {
    for (const AccessPoint& settings : scenario.access_points)
        all_.push_back({.settings = settings, .passphrase = settings.passphrase, .network = {}});
}

wifi::Result<void> AccessPoints::begin(Loop& loop) {
    for (Running& running : all_) {
        if (auto moved = move(loop, running); !moved) return moved;
        start(running);
    }
    loop.run_until([this] { return std::ranges::all_of(all_, &Running::enabled); }, 20s);
    const auto silent = std::ranges::find(all_, false, &Running::enabled);
    if (silent != all_.end())
        return std::unexpected(
            wifi::Error{.what = fmt::format("access point {} did not come up", silent->settings.name),
                        .hint = "see its log in the result folder"});
    return {};
}

wifi::Result<void> AccessPoints::move(Loop& loop, Running& running) {
    running.holder = processes_.start([] {
        if (::unshare(CLONE_NEWNET) != 0) return 1;
        ::raise(SIGSTOP);  // the parent goes on when the namespace is there
        for (;;) ::pause();
    });
    // Stopped is not ended: the state is read, for SIGCHLD tells of ends only.
    const std::string state = fmt::format("/proc/{}/stat", running.holder);
    loop.run_until([&] { return get_text(state).find(") T ") != std::string::npos; }, 5s);
    ::kill(running.holder, SIGCONT);
    auto network = lab::network_of(running.holder);
    if (!network) return std::unexpected(network.error());
    running.network = std::move(*network);
    const std::string phy = phy_of(running.settings.interface);
    const int status = processes_.run(
        {.words = {"iw", "phy", phy, "set", "netns", std::to_string(running.holder)}, .log = {}, .source = {}});
    if (status != 0)
        return std::unexpected(
            wifi::Error{.what = fmt::format("cannot move {} ({}) into a namespace: iw ended with {}",
                                            running.settings.interface, phy, status)});
    const std::string interface = running.settings.interface;
    processes_.start(
        [interface] {
            const bool done = set_link("lo", true) && set_address(interface, gateway_address);
            return done ? 0 : 1;
        },
        running.network.get());
    return {};
}

std::string AccessPoints::configuration_file(const Running& running) const {
    return fmt::format("/run/{}.conf", running.settings.name);
}

void AccessPoints::write_configuration(const Running& running) const {
    const AccessPoint& settings = running.settings;
    const bool five_ghz = settings.channel > 14;
    // Above channel 11 nobody may begin to send under the world's rules (net/wireless/reg.c, world_regdom).
    put_text(configuration_file(running),
             fmt::format("interface={}\ndriver=nl80211\nctrl_interface=/run/hostapd\nssid={}\nhw_mode={}\n"
                         "channel={}\nbeacon_int={}\n{}logger_stdout=-1\nlogger_stdout_level=0\n{}",
                         settings.interface, settings.ssid, five_ghz ? "a" : "g", settings.channel,
                         settings.beacon_interval, settings.channel > 11 ? "country_code=DE\n" : "",
                         security_lines(settings, running.passphrase)));
}

void AccessPoints::start(Running& running) {
    write_configuration(running);
    running.enabled = false;
    // A neighbour's log is nothing that the user of the station's network would have.
    const std::string folder = running.settings.foreign ? "/out/truth" : "/out";
    running.hostapd = processes_.start({.words = {"hostapd", "-t", "-d", configuration_file(running)},
                                        .log = fmt::format("{}/hostapd-{}.log", folder, running.settings.name),
                                        .source = fmt::format("hostapd-{}", running.settings.name),
                                        .network = running.network.get()});
}

void AccessPoints::hear(std::string_view source, std::string_view line) {
    if (!source.starts_with("hostapd-") || line.find("AP-ENABLED") == std::string_view::npos) return;
    const auto found =
        std::ranges::find(all_, source.substr(8), [](const Running& one) { return one.settings.name; });
    if (found != all_.end()) found->enabled = true;
}

std::vector<int> AccessPoints::gateways() const {
    std::vector<int> networks;
    for (const Running& running : all_)
        if (!running.settings.foreign) networks.push_back(running.network.get());
    return networks;
}

wifi::Result<void> AccessPoints::command(const Running& running, const std::string& words) {
    return command_daemon(journal_, "hostapd " + running.settings.name,
                          "/run/hostapd/" + running.settings.interface, words);
}

wifi::Result<void> AccessPoints::act(const AccessPointAction& action) {
    using Kind = AccessPointAction::Kind;
    const auto found =
        std::ranges::find(all_, action.access_point, [](const Running& one) { return one.settings.name; });
    if (found == all_.end())
        return std::unexpected(wifi::Error{.what = fmt::format("no access point {}", action.access_point)});
    Running& running = *found;
    const std::string station = address_of_radio(station_radio).to_string();
    const auto set_icmp = [&](const char* value) {
        processes_.start([value] { return put_text("/proc/sys/net/ipv4/icmp_echo_ignore_all", value) ? 0 : 1; },
                         running.network.get());
    };
    switch (action.kind) {
        case Kind::kill: processes_.end(running.hostapd, SIGKILL); return {};
        case Kind::stop: processes_.end(running.hostapd, SIGTERM); return {};
        case Kind::start: start(running); return {};
        case Kind::forget: return command(running, fmt::format("DEAUTHENTICATE {} tx=0", station));
        case Kind::block: {
            auto denied = command(running, fmt::format("DENY_ACL ADD_MAC {}", station));
            if (!denied) return denied;
            return command(running, fmt::format("DEAUTHENTICATE {}", station));
        }
        case Kind::unblock: return command(running, fmt::format("DENY_ACL DEL_MAC {}", station));
        case Kind::passphrase:
            running.passphrase = action.value;
            write_configuration(running);
            processes_.signal(running.hostapd, SIGHUP);
            return {};
        case Kind::filter_icmp: set_icmp("1"); return {};
        case Kind::answer_icmp: set_icmp("0"); return {};
    }
    return {};
}

void AccessPoints::restart() {
    for (Running& running : all_) {
        if (!processes_.is_running(running.hostapd)) continue;
        processes_.end(running.hostapd, SIGKILL);
        start(running);
    }
}

void AccessPoints::end() {
    for (Running& running : all_) processes_.end(running.hostapd, SIGTERM);
}

}  // namespace wlanmedic::lab
