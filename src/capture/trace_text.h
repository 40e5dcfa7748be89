// SPDX-License-Identifier: MIT
// The bytes of trace_pipe become records.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runfile/record.h"
#include "wifi/instant.h"

namespace wlanmedic::capture {

struct TraceRecord {
    runfile::Text text;
    std::optional<wifi::Duration> at;  ///< on the trace's clock; nothing where the line has no stamp
    bool lost = false;                 ///< the line says that events are missing here
    std::optional<std::uint64_t> lost_events;
};

/// Puts lines together from what reads give: a read may end within a line, where a page of the kernel is full.
class TraceText {
public:
    /// The lines that are whole now, each without its end, empty ones left out.
    std::vector<TraceRecord> take(std::string_view bytes);

    /// A longer line, which the kernel does not make, comes in pieces.
    static constexpr std::size_t longest = 16384;

private:
    std::string begun_;
};

}  // namespace wlanmedic::capture
