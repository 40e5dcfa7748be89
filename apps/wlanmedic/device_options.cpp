// SPDX-License-Identifier: MIT
#include "device_options.h"

#include <fmt/format.h>

#include <optional>
#include <string_view>

namespace wlanmedic::app {
namespace {

wifi::Error unknown(std::string_view what, std::string_view name, std::string hint) {
    return {fmt::format("\"{}\" is no {}", name, what), "", 0, 0, std::move(hint)};
}

}  // namespace

void add_device_options(CLI::App& verb, DeviceOptions& options) {
    verb.add_option("--driver", options.driver, "Driver that it is to run on, by name or kernel module");
    verb.add_option("--kernel", options.kernel,
                    "Version of Linux there: hazards that it does not have are left out");
    verb.add_option("--bus", options.bus, "Bus that the device hangs on: pci, usb, sdio, platform")
        ->check(CLI::IsMember({"pci", "usb", "sdio", "platform"}));
}

wifi::Result<policy::Machine> machine_of(const DeviceOptions& options, const driver::Catalog& drivers) {
    policy::Machine machine;
    if (!options.driver.empty()) {
        machine.driver = drivers.by_name(options.driver);
        if (machine.driver == nullptr) machine.driver = drivers.by_module(options.driver);
        if (machine.driver == nullptr)
            return std::unexpected(
                unknown("driver that is known", options.driver, "`wlanmedic driver list` shows those that are."));
    }
    if (!options.kernel.empty()) {
        machine.kernel = driver::kernel_version(options.kernel);
        if (!machine.kernel)
            return std::unexpected(
                unknown("version of Linux", options.kernel, "As `uname -r` prints it: 6.1.0-56-amd64."));
    }
    if (!options.bus.empty()) machine.bus = config::value_in(driver::bus_names, options.bus);
    return machine;
}

}  // namespace wlanmedic::app
