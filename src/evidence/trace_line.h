// SPDX-License-Identifier: MIT
// The lines of ftrace (kernel/trace/trace_output.c, trace_print_context), as `trace`, `trace_pipe`, `trace-cmd
// report` and `perf script` print them: who was running, where, when, and what the tracepoint says.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "evidence/clock.h"

namespace wlanmedic::evidence {

enum class TraceShape : std::uint8_t { ftrace, trace_cmd, perf_script };

struct TraceLine {
    TraceShape shape = TraceShape::ftrace;
    Stamp stamp;            ///< clock none where the trace counts something other than seconds (x86-tsc, counter)
    bool possible = true;   ///< false: the shape is right, the time is impossible
    std::string_view task;  ///< the running task's name, up to 15 bytes of anything; "<...>" where it is not known
    std::string_view
        text;  ///< "rdev_auth: phy2, netdev:wlan2(4), …", where told with the system: "cfg80211:rdev_…"
};

/// "  wpa_supplicant-130     [000] .....    22.667465: rdev_auth: phy2, …", with or without the columns of the
/// thread group and of the flags, with microseconds or nanoseconds; "wpa_supplicant   130 [000]    22.667465:
/// cfg80211:rdev_auth: …". Nothing for any other text.
std::optional<TraceLine> take_trace_line(std::string_view line);

/// Events that a trace says it does not have.
struct TraceLoss {
    std::uint64_t events = 0;   ///< 0 where their number is not told
    bool at_beginning = false;  ///< what was written first was overwritten; else they are missing here
};

/// "CPU:0 [LOST 123 EVENTS]", trace-cmd's "CPU:0 [123 EVENTS DROPPED]", and the header's
/// "# entries-in-buffer/entries-written: 251/300". Nothing for any other text, nor where nothing was lost.
std::optional<TraceLoss> take_trace_loss(std::string_view line);

}  // namespace wlanmedic::evidence
