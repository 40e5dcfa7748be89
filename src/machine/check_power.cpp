// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include "machine/check.h"

namespace wlanmedic::machine {
namespace {

std::string first_line(const wifi::Result<std::string>& text) {
    return text ? text->substr(0, text->find('\n')) : "";
}

void check_power_save(const Probe& probe, const Interface& interface, std::vector<Check>& checks) {
    const std::vector<std::string> command{"iw", "dev", interface.name, "get", "power_save"};
    Check check{
        .id = "power_save",
        .verdict = Verdict::unknown,
        .interface = interface.name,
        .because = {},
        .matters =
            "with power save the station sleeps between beacons; drivers and access points that do it badly lose "
            "frames, then the link",
        .shows = as_text(command),
        .advice = {}};
    const auto output = probe.run(command);
    if (!output || output->status != 0) {
        check.because = output ? fmt::format("{} failed", check.shows) : output.error().what;
    } else if (output->out.find("Power save: on") != std::string::npos) {
        check.verdict = Verdict::trap;
        check.because = "power save is on";
        check.advice = fmt::format("iw dev {} set power_save off", interface.name);
    } else if (output->out.find("Power save: off") != std::string::npos) {
        check.verdict = Verdict::ok;
        check.because = "power save is off";
    } else {
        check.because = "iw said neither on nor off";
    }
    checks.push_back(std::move(check));
}

// rfkill of the phy: /sys/class/ieee80211/phyN/rfkillM.
void check_rfkill(const Probe& probe, const Interface& interface, std::vector<Check>& checks) {
    const std::string directory = fmt::format("/sys/class/net/{}/phy80211", interface.name);
    for (const std::string& name : probe.list(directory)) {
        if (!name.starts_with("rfkill")) continue;
        const bool soft = first_line(probe.read(fmt::format("{}/{}/soft", directory, name))) == "1";
        const bool hard = first_line(probe.read(fmt::format("{}/{}/hard", directory, name))) == "1";
        checks.push_back({.id = "rfkill",
                          .verdict = soft || hard ? Verdict::trap : Verdict::ok,
                          .interface = interface.name,
                          .because = hard   ? "a switch blocks the radio"
                                     : soft ? "software blocks the radio"
                                            : "the radio is not blocked",
                          .matters = "a blocked radio neither scans nor joins",
                          .shows = "rfkill list",
                          .advice = hard   ? "flip the switch or key"
                                    : soft ? "rfkill unblock wifi"
                                           : ""});
    }
}

void check_bus(const Probe& probe, const Interface& interface, std::vector<Check>& checks) {
    const std::string device = fmt::format("/sys/class/net/{}/device", interface.name);
    if (interface.bus == "usb") {
        // The interface's device is one of its USB interfaces; power is its parent's.
        const std::string control = first_line(probe.read(device + "/../power/control"));
        checks.push_back(
            {.id = "usb_autosuspend",
             .verdict = control == "auto" ? Verdict::trap
                        : control == "on" ? Verdict::ok
                                          : Verdict::unknown,
             .interface = interface.name,
             .because = control.empty() ? "power/control of the USB device cannot be read"
                                        : fmt::format("power/control of the USB device is {}", control),
             .matters = "a stick that the bus puts to sleep may not wake up, or comes back as a new device",
             .shows = fmt::format("cat {}/../power/control", device),
             .advice = control == "auto" ? fmt::format("echo on > {}/../power/control", device) : ""});
    }
    if (interface.bus == "pci") {
        const std::string aspm = first_line(probe.read(device + "/link/l1_aspm"));
        const std::string substate = first_line(probe.read(device + "/link/l1_2_aspm"));
        const bool on = aspm == "1" || substate == "1";
        checks.push_back(
            {.id = "pcie_aspm",
             .verdict = on             ? Verdict::trap
                        : aspm.empty() ? Verdict::unknown
                                       : Verdict::ok,
             .interface = interface.name,
             .because = aspm.empty() ? "the kernel does not show ASPM of the device"
                        : on         ? "the PCIe link may sleep (ASPM L1)"
                                     : "the PCIe link does not sleep",
             .matters = "some chips and boards do not wake from ASPM: the device falls off the bus until a rescan",
             .shows = fmt::format("cat {}/link/l1_aspm {}/link/l1_2_aspm", device, device),
             .advice = on ? fmt::format("echo 0 > {}/link/l1_aspm, to try", device) : ""});
    }
}

}  // namespace

void check_power(const Probe& probe, const Interface& interface, std::vector<Check>& checks) {
    check_power_save(probe, interface, checks);
    check_rfkill(probe, interface, checks);
    check_bus(probe, interface, checks);
}

}  // namespace wlanmedic::machine
