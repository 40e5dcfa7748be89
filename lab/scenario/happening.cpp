// SPDX-License-Identifier: MIT
#include "lab/scenario/happening.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace wlanmedic::lab {

namespace {

// The number of the phy is left out of iw's "wlan2 (phy #2): …": a radio that was made anew has another.
struct Named {
    std::string_view name;
    std::string_view source;
    std::array<std::string_view, 3> words;
    std::optional<Manager> manager = std::nullopt;  // any where empty
};

constexpr std::string_view iw = "iw-event";
constexpr std::string_view station = "wlan2 (";

// iw's words: iw 5.19, event.c. The kernel's: net/mac80211/mlme.c, kernel/power/suspend.c of Linux 6.1.
// wpa_supplicant's: wpa_ctrl.h, rfkill.c, wpa.c of 2.10. NetworkManager's: nm-device.c of 1.42. iwd's: station.c
// of 2.3.
constexpr Named known[] = {
    {"scan-started", iw, {station, "): scan started"}},
    {"scan-finished", iw, {station, "): scan finished"}},
    {"scan-aborted", iw, {station, "): scan aborted"}},
    {"authenticated", iw, {station, "): auth ", " status: 0: "}},
    {"auth-timed-out", iw, {station, "): auth: timed out"}},
    {"associated", iw, {station, "): assoc ", " status: 0: "}},
    {"comeback", iw, {station, "): assoc comeback "}},
    {"assoc-timed-out", iw, {station, "): assoc: timed out"}},
    {"connected", iw, {station, "): connected to "}},
    {"authorized", "wpa_supplicant", {"wlan2: CTRL-EVENT-CONNECTED "}, Manager::wpa_supplicant},
    {"authorized", "wpa_supplicant", {"wlan2: CTRL-EVENT-CONNECTED "}, Manager::network_manager},
    // "Old State: connecting, new state: connected" of -d, and since iwd 2.16 "event: state, old: …, new:
    // connected".
    {"authorized", "iwd", {"tate", ", new", ": connected"}, Manager::iwd},
    {"activated", "NetworkManager", {"(wlan2): state change: ", "-> activated"}, Manager::network_manager},
    {"beacon-loss", iw, {station, "): CQM event: beacon loss"}},
    {"connection-loss", "dmesg", {"wlan2: Connection to AP ", " lost"}},
    {"inactivity", iw, {station, "): disconnected (local request) reason: 4:"}},
    {"disconnected", iw, {station, "): disconnected ("}},
    {"unprotected-deauthentication", iw, {station, "): unprotected deauth "}},
    {"wrong-password",
     "wpa_supplicant",
     {"wlan2: CTRL-EVENT-SSID-TEMP-DISABLED ", "reason=WRONG_KEY"},
     Manager::wpa_supplicant},
    {"wrong-password",
     "wpa_supplicant",
     {"wlan2: CTRL-EVENT-SSID-TEMP-DISABLED ", "reason=WRONG_KEY"},
     Manager::network_manager},
    {"rejected", "wpa_supplicant", {"wlan2: CTRL-EVENT-ASSOC-REJECT "}, Manager::wpa_supplicant},
    {"rejected", "wpa_supplicant", {"wlan2: CTRL-EVENT-ASSOC-REJECT "}, Manager::network_manager},
    {"group-key", "wpa_supplicant", {"wlan2: WPA: Group rekeying completed with "}, Manager::wpa_supplicant},
    {"group-key", "wpa_supplicant", {"wlan2: WPA: Group rekeying completed with "}, Manager::network_manager},
    {"radio-blocked", "wpa_supplicant", {"rfkill: WLAN soft blocked"}, Manager::wpa_supplicant},
    {"radio-blocked", "wpa_supplicant", {"rfkill: WLAN soft blocked"}, Manager::network_manager},
    {"radio-unblocked", "wpa_supplicant", {"rfkill: WLAN unblocked"}, Manager::wpa_supplicant},
    {"radio-unblocked", "wpa_supplicant", {"rfkill: WLAN unblocked"}, Manager::network_manager},
    {"radio-gone", iw, {"phy #", ": delete wiphy"}},
    {"new-radio", iw, {"phy #", ": renamed to "}},
    {"suspended", "dmesg", {"PM: suspend entry"}},
    {"resumed", "dmesg", {"PM: suspend exit"}},
};

std::vector<std::string> sources(const Scenario& scenario) {
    std::vector<std::string> names{"iw-event", "dmesg"};
    switch (scenario.station.manager) {
        case Manager::wpa_supplicant: names.emplace_back("wpa_supplicant"); break;
        case Manager::network_manager:
            names.emplace_back("wpa_supplicant");
            names.emplace_back("NetworkManager");
            break;
        case Manager::iwd: names.emplace_back("iwd"); break;
    }
    for (const auto& access_point : scenario.access_points) names.push_back("hostapd-" + access_point.name);
    return names;
}

}  // namespace

std::optional<Happening> happening_named(std::string_view name, Manager manager) {
    const auto found = std::ranges::find_if(known, [&](const Named& named) {
        return named.name == name && (!named.manager || *named.manager == manager);
    });
    if (found == std::end(known)) return std::nullopt;
    Happening happening{.name = std::string(name), .source = std::string(found->source), .words = {}};
    for (const auto word : found->words)
        if (!word.empty()) happening.words.emplace_back(word);
    return happening;
}

std::vector<std::string_view> happening_names() {
    std::vector<std::string_view> names;
    for (const auto& named : known)
        if (names.empty() || names.back() != named.name) names.push_back(named.name);
    return names;
}

bool tells(const Happening& happening, std::string_view line) {
    for (const auto& word : happening.words) {
        const auto at = line.find(word);
        if (at == std::string_view::npos) return false;
        line.remove_prefix(at + word.size());
    }
    return true;
}

bool is_source(std::string_view source, const Scenario& scenario) {
    const auto names = sources(scenario);
    return std::ranges::find(names, source) != names.end();
}

std::string sources_of(const Scenario& scenario) { return fmt::format("{}", fmt::join(sources(scenario), ", ")); }

}  // namespace wlanmedic::lab
