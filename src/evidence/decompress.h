// SPDX-License-Identifier: MIT
// gzip (RFC 1952), xz and zstd (RFC 8878), known by their first bytes. Members or frames one after the other are
// one text, as their programs read them.
#pragma once

#include <cstdint>
#include <ctime>
#include <string>
#include <string_view>

#include "wifi/error.h"

namespace wlanmedic::evidence {

enum class Packing : std::uint8_t { none, gzip, xz, zstd };

/// Of a file that begins with these bytes; 8 are enough.
Packing packing_of(std::string_view beginning);

std::string_view name_of(Packing packing);

struct UnpackLimits {
    std::uint64_t most = 64ULL << 30;  ///< bytes that come out
    /// Bytes that the file system must keep free: 5 % of it, but at least `least_free` and at most 2 GiB.
    std::uint64_t least_free = 256ULL << 20;
};

struct Unpacked {
    std::uint64_t size = 0;
    std::time_t modified = 0;  ///< of the file that was packed, where gzip kept it; else 0
    std::string remark;        ///< why not all is there; empty where it is
};

/// Memory that xz and zstd may use to unpack; an archive that wants more is refused with a hint.
inline constexpr std::uint64_t most_unpacking_memory = 128ULL << 20;

/// Reads `from` from its first byte on and writes what is packed in it to `to`. Of an archive that is cut, damaged
/// or too large what could be unpacked is there, and a remark. Errors: nothing could be unpacked, or written.
wifi::Result<Unpacked> unpack(int from, int to, Packing packing, const UnpackLimits& limits = {});

}  // namespace wlanmedic::evidence
