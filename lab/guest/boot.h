// SPDX-License-Identifier: MIT
// From the kernel's first process to a machine with radios: file systems, modules, the monitor.
#pragma once

#include <string>

#include "lab/guest/journal.h"
#include "wifi/error.h"

namespace wlanmedic::lab {

/// What must be there before anything else: /proc, /sys, /dev, /run, debugfs, tracefs, /out.
void mount_file_systems();
/// /lab/modules/order, in its order; mac80211_hwsim with so many radios.
wifi::Result<void> load_modules(unsigned radios);
/// Those below /lab/modules that the file names, one a line; mac80211_hwsim with so many radios.
wifi::Result<void> load_list(const std::string& list, unsigned radios = 0);
/// One file, with "name=value" words. One that is there already is no error.
wifi::Result<void> load_module(const std::string& file, const std::string& parameters);
/// Never returns.
[[noreturn]] void power_off();

}  // namespace wlanmedic::lab
