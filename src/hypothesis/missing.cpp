// SPDX-License-Identifier: MIT
#include "hypothesis/missing.h"

namespace wlanmedic::hypothesis {

std::vector<Missing> missing_from(const outage::Coverage& coverage) {
    std::vector<Missing> missing;
    const auto lacks = [&](bool there, const char* what, const char* leaves, const char* record) {
        if (!there) missing.push_back({.what = what, .leaves = leaves, .record = record});
    };
    lacks(coverage.answers, "answers of access points", "whether they refused, were silent, or asked to wait",
          "iw event -t -f");
    lacks(coverage.requests, "each request of the station", "whether a wait was kept, and who asked again",
          "journalctl -k -o short-precise, or dmesg");
    lacks(coverage.supplicant, "what the supplicant decided", "local reasons, passwords, ignored access points",
          "journalctl -u wpa_supplicant -u iwd -o short-precise");
    lacks(coverage.manager || coverage.address, "the network manager and DHCP",
          "whether an address was given, and who held off", "journalctl -u NetworkManager -u systemd-networkd");
    lacks(coverage.scan_results, "what scans found", "a deaf chip from an absent access point",
          "wpa_supplicant -dd, or iw scan");
    lacks(coverage.counters, "counters of received frames", "a link that is up and dead",
          "/sys/class/net/INTERFACE/statistics every few seconds");
    lacks(coverage.station_states, "what the driver was told of stations and keys",
          "state of an old association that was not torn down", "trace-cmd record -e mac80211 -e cfg80211");
    return missing;
}

}  // namespace wlanmedic::hypothesis
