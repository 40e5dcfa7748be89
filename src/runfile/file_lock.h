// SPDX-License-Identifier: MIT
// Who writes a part holds its lock (flock): others leave the file alone. Where a file system has no locks, it goes
// without.
#pragma once

#include <string>

namespace wlanmedic::runfile {

/// Takes the lock for the open file, until that is closed. False: another has it.
bool take_lock(int descriptor);

/// The open file is the one of this name now.
bool is_at(const std::string& path, int descriptor);

}  // namespace wlanmedic::runfile
