// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <sstream>

#include "machine/check.h"

namespace wlanmedic::machine {

void check_driver(const Probe& probe, const Interface& interface, const Hazards& hazards,
                  std::vector<Check>& checks) {
    const std::string shows = fmt::format("readlink /sys/class/net/{}/device/driver/module", interface.name);
    Check driver{
        .id = "driver_hazards",
        .verdict = Verdict::unknown,
        .interface = interface.name,
        .because = "the driver's module is not known",
        .matters =
            "a known fault of the driver explains outages that no setting explains, and some ways to reset it "
            "hang the machine",
        .shows = shows,
        .advice = {}};
    if (!interface.module.empty()) {
        const std::vector<std::string> known = hazards ? hazards(interface.module) : std::vector<std::string>();
        driver.verdict = known.empty() ? Verdict::ok : Verdict::trap;
        driver.because = known.empty() ? fmt::format("no hazards of {} are known here", interface.module)
                                       : fmt::format("{}: {}", interface.module, fmt::join(known, "; "));
    }
    checks.push_back(std::move(driver));

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

}  // namespace wlanmedic::machine
