// SPDX-License-Identifier: MIT
#include "machine/check.h"

namespace wlanmedic::machine {

std::string_view name_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::ok: return "ok";
        case Verdict::trap: return "trap";
        case Verdict::unknown: return "unknown";
    }
    return "unknown";
}

std::vector<Check> check_machine(const Probe& probe, const Hazards& hazards) {
    std::vector<Check> checks;
    const std::vector<Interface> interfaces = wireless_interfaces(probe);
    checks.push_back(
        {.id = "interface",
         .verdict = interfaces.empty() ? Verdict::trap : Verdict::ok,
         .interface = {},
         .because = interfaces.empty() ? "no wireless interface is there" : "there is a wireless interface",
         .matters = "without one the driver has not found its device, or its firmware is missing",
         .shows = "ls -d /sys/class/net/*/phy80211",
         .advice = interfaces.empty() ? "dmesg | grep -iE 'firmware|wifi|80211'" : ""});
    check_regulatory(probe, checks);
    check_managers(probe, interfaces, checks);
    check_network_manager(probe, checks);
    check_supplicant(probe, interfaces, checks);
    check_comeback(probe, interfaces, checks);
    check_evidence(probe, checks);
    for (const Interface& interface : interfaces) {
        check_power(probe, interface, checks);
        check_driver(probe, interface, hazards, checks);
    }
    return checks;
}

}  // namespace wlanmedic::machine
