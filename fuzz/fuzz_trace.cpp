// SPDX-License-Identifier: MIT
// Lines of a trace, one after the other through one decoder: what it remembers of the lines before is fed too.
#include <string>

#include "evidence/trace_event.h"
#include "evidence/trace_line.h"
#include "require.h"

using namespace wlanmedic;
using wlanmedic::fuzz::require;

namespace {

void read(std::string_view line, evidence::TraceDecoder& decoder) {
    if (const auto loss = evidence::take_trace_loss(line); loss && !loss->at_beginning) decoder.forget();
    const auto trace = evidence::take_trace_line(line);
    // What stands after the frame is fed in without one too, so that the decoder is reached early.
    const std::string_view text = trace ? trace->text : line;
    if (trace) {
        require(fuzz::is_within(trace->text, line), "the text lies within the line");
        require(fuzz::is_within(trace->task, line), "the task lies within the line");
        require(trace->stamp.resolution >= wifi::Duration{0}, "a resolution is not negative");
        wifi::to_rfc3339(trace->stamp.instant);
    }
    const evidence::Decoded decoded = decoder.decode(text, trace ? trace->task : "task");
    require((decoded.kind == evidence::Decoded::Kind::event) == decoded.payload.has_value(),
            "an event, and only that, has a payload");
    require(decoded.interface.size() <= 15, "an interface's name has at most 15 bytes");
    if (decoded.payload) require(!wifi::name_of(*decoded.payload).empty(), "an event has a name");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text = fuzz::as_text(data, size);
    evidence::TraceDecoder decoder;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        read(text.substr(0, end), decoder);
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return 0;
}
