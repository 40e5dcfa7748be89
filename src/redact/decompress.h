// SPDX-License-Identifier: MIT
// Compressed evidence (gzip, xz, zstd, bzip2, lz4), unpacked into a temporary file without a name.
#pragma once

#include <ctime>
#include <string>

#include "evidence/input.h"
#include "wifi/error.h"

namespace wlanmedic::redact {

struct Unpacked {
    evidence::Input input;
    std::string suffix;        ///< ".gz", that the name of the copy loses; empty where nothing was compressed
    std::time_t modified = 0;  ///< of the file itself
};

/// Opens a file, or "-", and unpacks it where its first bytes say that it is compressed. Errors: those of
/// Input::open(), broken data, no room.
wifi::Result<Unpacked> open_unpacked(const std::string& path);

}  // namespace wlanmedic::redact
