// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>

#include "machine/check.h"
#include "machine/processes.h"

namespace wlanmedic::machine {
namespace {

bool names_interface(const std::string& words, const std::string& interface) {
    return words.find("-i" + interface + " ") != std::string::npos ||
           words.find("-i " + interface + " ") != std::string::npos;
}

}  // namespace

void check_managers(const Probe& probe, const std::vector<Interface>& interfaces, std::vector<Check>& checks) {
    const std::vector<Process> running = processes(probe);
    const bool manager = is_running(running, "NetworkManager");
    const bool iwd = is_running(running, "iwd");
    const bool connman = is_running(running, "connmand");
    const bool dhcpcd = is_running(running, "dhcpcd");
    for (const Interface& interface : interfaces) {
        Check check{
            .id = "managers",
            .verdict = Verdict::ok,
            .interface = interface.name,
            .because = {},
            .matters = "two managers take the link from each other: each ends what the other has joined",
            .shows = "ps -C NetworkManager,wpa_supplicant,iwd,connmand,dhcpcd,systemd-networkd -o pid,args",
            .advice = {}};
        std::vector<std::string> owners;
        const std::string state =
            probe.run({"nmcli", "-t", "-f", "DEVICE,STATE", "device"}).value_or(CommandOutput{}).out;
        const bool unmanaged = state.find(interface.name + ":unmanaged") != std::string::npos;
        if (manager && !unmanaged) owners.emplace_back("NetworkManager");
        if (connman) owners.emplace_back("connman");
        // NetworkManager starts its supplicant without an interface (-u); one with -i is somebody else's.
        const auto supplicants = std::ranges::count_if(running, [&](const Process& process) {
            return process.name == "wpa_supplicant" && names_interface(process.words, interface.name);
        });
        for (std::ptrdiff_t i = 0; i < supplicants; ++i) owners.push_back("wpa_supplicant -i" + interface.name);
        const bool iwd_is_helper =
            manager &&
            (probe.read("/etc/NetworkManager/NetworkManager.conf").value_or("").find("wifi.backend=iwd") !=
             std::string::npos);
        if (iwd && !iwd_is_helper) owners.emplace_back("iwd");
        if (owners.size() > 1) {
            check.verdict = Verdict::trap;
            check.because = fmt::format("{} is managed by {}", interface.name, fmt::join(owners, " and "));
            check.advice = "leave one: systemctl disable --now the other";
        } else if (manager && dhcpcd && !unmanaged) {
            check.verdict = Verdict::trap;
            check.because = "NetworkManager and dhcpcd both give out addresses";
            check.advice = "systemctl disable --now dhcpcd";
        } else if (running.empty()) {
            check.verdict = Verdict::unknown;
            check.because = "no process can be seen in /proc";
        } else {
            check.because = owners.empty() ? "no manager of the interface is running"
                                           : fmt::format("{} alone manages {}", owners.front(), interface.name);
        }
        checks.push_back(std::move(check));
    }
}

}  // namespace wlanmedic::machine
