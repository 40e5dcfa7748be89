// SPDX-License-Identifier: MIT
// A tree of files as a tar, format ustar: the same bytes for the same files, times zero, everything root's.
#pragma once

#include <string>

#include "lab/host/cpio.h"
#include "wifi/error.h"

namespace wlanmedic::lab {

/// Its length is a multiple of 10,240. Error: a name too long for the format, or no memory.
wifi::Result<std::string> to_tar(const FileTree& tree);

}  // namespace wlanmedic::lab
