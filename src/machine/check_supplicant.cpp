// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "machine/check.h"

namespace wlanmedic::machine {
namespace {

constexpr auto npos = std::string::npos;

// The value of the first "KEY=" that begins a line.
std::string value_of(const std::string& text, const std::string& key) {
    for (std::size_t at = text.find(key + "="); at != npos; at = text.find(key + "=", at + 1)) {
        const std::size_t line = text.rfind('\n', at) == npos ? 0 : text.rfind('\n', at) + 1;
        if (text.find_first_not_of(" \t", line) != at) continue;
        const std::size_t begin = at + key.size() + 1;
        return text.substr(begin, text.find_first_of("\r\n", begin) - begin);
    }
    return "";
}

void check_pmf(const std::string& file, const std::string& text, const std::string& interface,
               std::vector<Check>& checks) {
    const bool sae = text.find("SAE") != npos;
    const std::string own = value_of(text, "ieee80211w");
    const std::string global = value_of(text, "pmf");
    const std::string pmf = own.empty() ? global : own;
    const bool off = pmf.empty() || pmf == "0";
    Check check{
        .id = "pmf",
        .verdict = off ? Verdict::trap : Verdict::ok,
        .interface = interface,
        .because =
            off ? (sae ? "PMF is off in the configuration, and SAE cannot be used without it"
                       : "PMF is off in the configuration")
                : fmt::format("PMF is {}", pmf == "2" ? "required" : "used where the access point offers it"),
        .matters =
            off ? "without PMF anybody can send a deauthentication that ends the link"
                : "an access point that still knows the station lets it wait after a loss (comeback, SA Query)",
        .shows = fmt::format("grep -E 'pmf|ieee80211w' {}", file),
        .advice = off ? "pmf=1 in the global part of the file" : ""};
    if (pmf == "2" && !sae && text.find("WPA-PSK") != npos) {
        check.verdict = Verdict::trap;
        check.because = "PMF is required, together with WPA-PSK";
        check.matters = "an access point without PMF is refused, which looks as if it were not there";
        check.advice = "pmf=1";
    }
    checks.push_back(std::move(check));
}

}  // namespace

void check_supplicant(const Probe& probe, const std::vector<Interface>& interfaces, std::vector<Check>& checks) {
    for (const Interface& interface : interfaces)
        for (const std::string& file :
             {fmt::format("/etc/wpa_supplicant/wpa_supplicant-{}.conf", interface.name),
              std::string("/etc/wpa_supplicant/wpa_supplicant.conf"), std::string("/etc/wpa_supplicant.conf")}) {
            const auto text = probe.read(file);
            if (!text) continue;
            check_pmf(file, *text, interface.name, checks);
            const std::string bgscan = value_of(*text, "bgscan");
            const bool scans = !bgscan.empty() && bgscan != "\"\"";
            checks.push_back(
                {.id = "bgscan",
                 .verdict = scans ? Verdict::trap : Verdict::ok,
                 .interface = interface.name,
                 .because = scans ? fmt::format("wpa_supplicant scans in the background: {}", bgscan)
                                  : "wpa_supplicant does not scan in the background",
                 .matters = "during a scan the station is away from its channel; with some drivers beacons are "
                            "missed, and a link is lost that was good",
                 .shows = fmt::format("grep bgscan {}", file),
                 .advice = scans ? "remove bgscan, to try" : ""});
            break;
        }
    // PMF of NetworkManager's connections: 0 default, 1 disable, 2 optional, 3 required (nm-settings(5)).
    const std::vector<std::string> command{"nmcli", "-t", "-f", "NAME,TYPE", "connection", "show", "--active"};
    const auto active = probe.run(command);
    if (!active || active->status != 0) return;
    for (std::size_t at = 0; at < active->out.size();) {
        const std::size_t end = std::min(active->out.find('\n', at), active->out.size());
        std::string line = active->out.substr(at, end - at);
        at = end + 1;
        constexpr std::string_view type = ":802-11-wireless";
        if (!line.ends_with(type)) continue;
        line.resize(line.size() - type.size());
        const std::vector<std::string> show{
            "nmcli",      "-g",   "802-11-wireless-security.pmf,802-11-wireless-security.key-mgmt",
            "connection", "show", line};
        const auto shown = probe.run(show);
        if (!shown || shown->status != 0) continue;
        const char pmf = shown->out.empty() ? '0' : shown->out.front();
        checks.push_back(
            {.id = "pmf",
             .verdict = pmf == '1' ? Verdict::trap : Verdict::ok,
             .interface = {},
             .because = pmf == '1'   ? "PMF is disabled in the active connection"
                        : pmf == '3' ? "PMF is required in the active connection"
                                     : "PMF is used where both sides offer it",
             .matters = "without PMF anybody can end the link; required, an access point without it is refused",
             .shows = "nmcli -g 802-11-wireless-security.pmf connection show NAME",
             .advice = pmf == '1' ? "nmcli connection modify NAME 802-11-wireless-security.pmf optional" : ""});
    }
}

}  // namespace wlanmedic::machine
