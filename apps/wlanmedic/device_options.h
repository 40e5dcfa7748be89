// SPDX-License-Identifier: MIT
// --driver, --kernel and --bus: the device that a policy is to run on.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "driver/catalog.h"
#include "policy/advice.h"
#include "wifi/error.h"

namespace wlanmedic::app {

struct DeviceOptions {
    std::string driver;
    std::string kernel;
    std::string bus;
};

void add_device_options(CLI::App& verb, DeviceOptions& options);

/// `drivers` must outlive what is returned. Errors: no such driver, no version of Linux.
wifi::Result<policy::Machine> machine_of(const DeviceOptions& options, const driver::Catalog& drivers);

}  // namespace wlanmedic::app
