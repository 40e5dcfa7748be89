// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <sstream>

#include "machine/check.h"
#include "machine/version.h"

namespace wlanmedic::machine {
namespace {

void check_hazards(const Probe& probe, const Interface& interface, const Hazards& hazards,
                   std::vector<Check>& checks) {
    Check check{
        .id = "driver_hazards",
        .verdict = Verdict::unknown,
        .interface = interface.name,
        .because = "the driver's module is not known",
        .matters =
            "a known fault of the driver explains outages that no setting explains, and some ways to reset "
            "it hang the machine",
        .shows = fmt::format("readlink /sys/class/net/{}/device/driver/module", interface.name),
        .advice = {}};
    if (interface.module.empty()) {
        checks.push_back(std::move(check));
        return;
    }
    const std::string release = kernel_release(probe);
    const auto known = hazards ? hazards(interface, release) : std::nullopt;
    if (!known) {
        check.because = fmt::format("nothing is known here of {}", interface.module);
        checks.push_back(std::move(check));
        return;
    }
    check.shows = fmt::format("wlanmedic driver show {}", known->profile);
    if (known->hazards.empty()) {
        check.verdict = Verdict::ok;
        check.because = fmt::format("no hazard of {} is known for this kernel", interface.module);
        checks.push_back(std::move(check));
        return;
    }
    // One for each, so that each has its source and what it forbids beside it. Named for the profile: what it
    // knows may be of another chip of the family.
    check.verdict = Verdict::trap;
    for (const DriverHazard& hazard : known->hazards) {
        check.because = fmt::format("{}: {}{} [{}]", known->profile, hazard.what,
                                    hazard.applies.empty() ? "" : fmt::format(" Concerns: {}.", hazard.applies),
                                    hazard.source);
        check.advice.clear();
        if (!hazard.forbids.empty()) {
            check.advice = fmt::format("do not reset the device by {}", fmt::join(hazard.forbids, ", "));
            if (!known->left.empty())
                check.advice += fmt::format("; no hazard forbids {}", fmt::join(known->left, ", "));
        }
        checks.push_back(check);
    }
}

void check_firmware(const Probe& probe, const Interface& interface, std::vector<Check>& checks) {
    // firmware_class: "Direct firmware load for NAME failed with error -2", since 4.x at this very wording.
    Check firmware{.id = "firmware_missing",
                   .verdict = Verdict::unknown,
                   .interface = interface.name,
                   .because = "the kernel's log cannot be read",
                   .matters = "a driver without its firmware has no radio, or falls back to an older one",
                   .shows = "dmesg | grep 'firmware load'",
                   .advice = {}};
    const auto log = probe.run({"dmesg"});
    if (log && log->status == 0) {
        firmware.verdict = Verdict::ok;
        firmware.because = "no firmware file of the driver was missing since the kernel's log begins";
        std::istringstream lines(log->out);
        for (std::string line; std::getline(lines, line);) {
            if (line.find("Direct firmware load for ") == std::string::npos ||
                (!interface.module.empty() && line.find(interface.module) == std::string::npos))
                continue;
            firmware.verdict = Verdict::trap;
            firmware.because = line.substr(0, 200);
            firmware.advice = "install the package with the driver's firmware, such as firmware-iwlwifi";
        }
        // Drivers ask for several versions and take the first they find.
        if (firmware.verdict == Verdict::trap && log->out.find("loaded firmware version") != std::string::npos) {
            firmware.verdict = Verdict::ok;
            firmware.because = "some versions were missing, and one was loaded";
            firmware.advice.clear();
        }
    }
    checks.push_back(std::move(firmware));
}

}  // namespace

void check_driver(const Probe& probe, const Interface& interface, const Hazards& hazards,
                  std::vector<Check>& checks) {
    check_hazards(probe, interface, hazards, checks);
    check_firmware(probe, interface, checks);
}

}  // namespace wlanmedic::machine
