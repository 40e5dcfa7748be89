// SPDX-License-Identifier: MIT
// Names by what stands before them: SSIDs, hosts, users, domains; passwords too.
#pragma once

#include <string_view>

#include "redact/sink.h"

namespace wlanmedic::redact {

/// The words that introduce names, wherever they stand.
void scan_names(std::string_view text, Sink& sink);

/// The host column that syslog and journalctl put before the process. `line` is a whole line of a log.
void scan_host_column(std::string_view line, Sink& sink);

}  // namespace wlanmedic::redact
