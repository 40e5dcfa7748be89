// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <sstream>

#include "machine/check.h"

namespace wlanmedic::machine {
namespace {

using Settings = std::map<std::string, std::string, std::less<>>;

std::string trimmed(const std::string& text) {
    const std::size_t begin = text.find_first_not_of(" \t\r");
    if (begin == std::string::npos) return "";
    return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

// "section.key" of a keyfile; a later one wins.
void read_keyfile(const std::string& text, Settings& settings) {
    std::istringstream lines(text);
    std::string section;
    for (std::string line; std::getline(lines, line);) {
        line = trimmed(line);
        if (line.empty() || line.front() == '#') continue;
        if (line.front() == '[' && line.back() == ']') {
            section = line.substr(1, line.size() - 2);
        } else if (const std::size_t equals = line.find('='); equals != std::string::npos) {
            settings[fmt::format("{}.{}", section, trimmed(line.substr(0, equals)))] =
                trimmed(line.substr(equals + 1));
        }
    }
}

// In the order in which NetworkManager reads them (NetworkManager.conf(5)); /etc hides the same name elsewhere.
Settings settings_of(const Probe& probe) {
    Settings settings;
    const std::string etc = "/etc/NetworkManager/conf.d";
    for (const char* directory : {"/usr/lib/NetworkManager/conf.d", "/run/NetworkManager/conf.d"})
        for (const std::string& name : probe.list(directory))
            if (name.ends_with(".conf") && !probe.exists(fmt::format("{}/{}", etc, name)))
                read_keyfile(probe.read(fmt::format("{}/{}", directory, name)).value_or(""), settings);
    read_keyfile(probe.read("/etc/NetworkManager/NetworkManager.conf").value_or(""), settings);
    for (const std::string& name : probe.list(etc))
        if (name.ends_with(".conf"))
            read_keyfile(probe.read(fmt::format("{}/{}", etc, name)).value_or(""), settings);
    return settings;
}

// Of any section "connection…", the last.
std::string of_connections(const Settings& settings, std::string_view key) {
    std::string value;
    for (const auto& [name, text] : settings)
        if (name.starts_with("connection") && name.ends_with(fmt::format(".{}", key))) value = text;
    return value;
}

}  // namespace

void check_network_manager(const Probe& probe, std::vector<Check>& checks) {
    if (!probe.exists("/usr/sbin/NetworkManager") && !probe.exists("/usr/bin/NetworkManager")) return;
    const Settings settings = settings_of(probe);

    // NetworkManager.conf(5): autoconnect-retries-default is 4; after them a connection is blocked for 300 s.
    const auto retries = settings.find("main.autoconnect-retries-default");
    Check autoconnect{
        .id = "autoconnect_retries",
        .verdict = Verdict::trap,
        .interface = {},
        .because = "NetworkManager gives up after 4 failed attempts, and waits 300 s",
        .matters = "an access point that is away for a minute leaves the machine offline for five",
        .shows = "NetworkManager --print-config | grep autoconnect-retries; nmcli -f NAME,AUTOCONNECT connection",
        .advice = "autoconnect-retries-default=0 below [main] in /etc/NetworkManager/conf.d/retries.conf"};
    if (retries != settings.end() && retries->second != "-1") {
        autoconnect.because =
            retries->second == "0"
                ? "NetworkManager tries for ever"
                : fmt::format("NetworkManager gives up after {} failed attempts, and waits 300 s",
                              retries->second);
        if (retries->second == "0") {
            autoconnect.verdict = Verdict::ok;
            autoconnect.advice.clear();
        }
    }
    checks.push_back(autoconnect);

    // wifi.powersave: 0 default, 1 ignore, 2 disable, 3 enable (nm-settings(5), 802-11-wireless.powersave).
    const std::string powersave = of_connections(settings, "wifi.powersave");
    Check power{.id = "nm_powersave",
                .verdict = powersave == "3" ? Verdict::trap : Verdict::ok,
                .interface = {},
                .because = powersave == "3"   ? "NetworkManager turns power save on for all connections"
                           : powersave == "2" ? "NetworkManager turns power save off"
                                              : "NetworkManager leaves power save as the driver sets it",
                .matters = "with power save some drivers miss beacons and lose the link",
                .shows = "NetworkManager --print-config | grep powersave",
                .advice = powersave == "3"
                              ? "wifi.powersave=2 below [connection] in /etc/NetworkManager/conf.d/powersave.conf"
                              : ""};
    checks.push_back(power);

    const std::string cloned = of_connections(settings, "wifi.cloned-mac-address");
    const bool random = cloned == "random";
    checks.push_back(
        {.id = "mac_randomization",
         .verdict = random ? Verdict::trap : Verdict::ok,
         .interface = {},
         .because = random ? "each connection gets a new random MAC address"
                           : fmt::format("the MAC address of a connection is {}",
                                         cloned.empty() ? "not set for all" : cloned.c_str()),
         .matters = "a new address is a stranger to the access point: full authentication, a new lease, and old "
                    "entries that it still holds",
         .shows = "NetworkManager --print-config | grep cloned-mac-address",
         .advice = random ? "wifi.cloned-mac-address=stable" : ""});
}

}  // namespace wlanmedic::machine
