// SPDX-License-Identifier: MIT
#include "capture/trace_text.h"

#include <algorithm>
#include <utility>

#include "evidence/trace_line.h"

namespace wlanmedic::capture {
namespace {

TraceRecord record_of(std::string line) {
    TraceRecord record;
    if (const auto loss = evidence::take_trace_loss(line); loss || line.ends_with(" [LOST EVENTS]")) {
        record.lost = true;
        if (loss && loss->events > 0) record.lost_events = loss->events;
    } else if (const auto told = evidence::take_trace_line(line);
               told && told->possible && told->stamp.clock == evidence::Clock::trace) {
        record.at = told->stamp.instant.time_since_epoch();
    }
    record.text.kind = runfile::Kind::trace;
    record.text.message = std::move(line);
    record.text.set("SYSLOG_IDENTIFIER", "trace");
    return record;
}

}  // namespace

std::vector<TraceRecord> TraceText::take(std::string_view bytes) {
    std::vector<TraceRecord> records;
    while (!bytes.empty()) {
        const std::size_t end = bytes.find('\n');
        const std::size_t size = std::min({end, bytes.size(), longest - begun_.size()});
        begun_.append(bytes.substr(0, size));
        bytes.remove_prefix(size);
        const bool whole = bytes.starts_with('\n');
        if (whole) bytes.remove_prefix(1);
        if ((whole || begun_.size() >= longest) && !begun_.empty())
            records.push_back(record_of(std::exchange(begun_, {})));
    }
    return records;
}

}  // namespace wlanmedic::capture
