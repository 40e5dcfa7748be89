// SPDX-License-Identifier: MIT
// A closed part packed by zstd (RFC 8878).
#pragma once

#include <atomic>
#include <string>

#include "wifi/error.h"

namespace wlanmedic::runfile {

/// Packs `plain` into `packing`, brings it to the disk, names it `packed`, and removes `plain`: at every moment
/// one of the two is there, whole. The time of the last change is kept. What `packing` and `packed` held is
/// replaced. Error, also where somebody writes to `plain` (flock): it stays as it was, and no `packing` is left.
/// `stop`: true breaks off, as an error.
wifi::Result<void> pack(const std::string& plain, const std::string& packing, const std::string& packed,
                        const std::atomic<bool>& stop);

/// Room on the disk was what was missing.
bool is_no_room(const wifi::Error& error);

}  // namespace wlanmedic::runfile
