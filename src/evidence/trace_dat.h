// SPDX-License-Identifier: MIT
// trace.dat, as `trace-cmd record` writes it: libtracecmd reads it, and out comes the text that `trace-cmd report
// -N` would print of it, so that one reader serves all and receipts are lines.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "wifi/error.h"

namespace wlanmedic::evidence {

/// Of a file that begins with these bytes; 10 are enough.
bool is_trace_dat(std::string_view beginning);

struct TraceLimits {
    std::uint64_t memory = 1ULL << 30;  ///< beyond what the process has already
    std::uint64_t text = 16ULL << 30;   ///< bytes, of each file that is written
    std::chrono::seconds processor{600};
    std::chrono::seconds wall{1800};
};

struct TraceText {
    std::uint64_t size = 0;
    std::string remark;  ///< why not all is there; empty where it is
};

/// Reads `from` from its first byte on and writes its events to `to`. The library trusts what it reads, so another
/// process runs it, within limits: where that dies, what it had told before is there, and a remark. Errors:
/// nothing could be read, or written.
wifi::Result<TraceText> write_trace_text(int from, int to, const TraceLimits& limits = {});

}  // namespace wlanmedic::evidence
