// SPDX-License-Identifier: MIT
// The guest with its console on this terminal.
#pragma once

#include "lab/host/run.h"

namespace wlanmedic::lab {

/// In real time, until the guest powers off or Ctrl-A x ends QEMU; Ctrl-C goes to the guest. Nothing is kept.
/// QEMU's exit status. Errors: as of play_run before the guest runs.
wifi::Result<int> play_shell(const RunOptions& options);

}  // namespace wlanmedic::lab
