// SPDX-License-Identifier: MIT
// The kernel proper out of a packed x86 kernel image (Documentation/x86/boot.rst, "the real-mode kernel header").
// An emulated processor needs longer to unpack it than for all the rest of its boot; QEMU starts an ELF file that
// bears the note of a PVH entry (XEN_ELFNOTE_PHYS32_ENTRY) as it is.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "wifi/error.h"

namespace wlanmedic::lab {

/// The ELF file within `image`. Errors: no such image, cut, packed in a way that libarchive does not know, larger
/// than `most` bytes, or without PVH entry: then the image is to be started itself.
wifi::Result<std::string> unpack_kernel(std::string_view image, std::size_t most = std::size_t{512} << 20U);

/// Whether this is a whole ELF file whose program headers lead to the note of a PVH entry.
bool has_pvh_entry(std::string_view kernel);

}  // namespace wlanmedic::lab
