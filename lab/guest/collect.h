// SPDX-License-Identifier: MIT
// What the run leaves: the kernel's log and trace beside the logs in /out, then all of /out through a serial port.
#pragma once

#include <string>

#include "lab/guest/processes.h"

namespace wlanmedic::lab {

/// dmesg.txt and trace.txt, without a word of ours.
void save_evidence(Processes& processes);
/// A gzip'd tar of /out to the port.
bool send_results(Processes& processes, const std::string& port);

}  // namespace wlanmedic::lab
