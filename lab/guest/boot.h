// SPDX-License-Identifier: MIT
// From the kernel's first process to a machine with radios: file systems, modules, the monitor.
#pragma once

#include "lab/guest/journal.h"
#include "wifi/error.h"

namespace wlanmedic::lab {

/// What must be there before anything else: /proc, /sys, /dev, /run, debugfs, tracefs, /out.
void mount_file_systems();
/// /lab/modules/order, in its order; mac80211_hwsim with so many radios.
wifi::Result<void> load_modules(unsigned radios);
/// Never returns.
[[noreturn]] void power_off();

}  // namespace wlanmedic::lab
