// SPDX-License-Identifier: MIT
// Room on disk for what must not grow in memory. The file has no name and is gone with the process.
#pragma once

#include "wifi/error.h"

namespace wlanmedic::evidence {

/// A descriptor, open for reading and writing, of an unlinked file in $TMPDIR, /var/tmp or /tmp (the first that
/// takes it). The caller closes it.
wifi::Result<int> open_temporary_file();

}  // namespace wlanmedic::evidence
