// SPDX-License-Identifier: MIT
// Lines of a log, one after the other with one context: the frame taken off, the kernel's message decoded.
#include <optional>

#include "evidence/kernel_message.h"
#include "evidence/log_line.h"
#include "require.h"

using namespace wlanmedic;
using wlanmedic::fuzz::require;

namespace {

void read(std::string_view line, evidence::LineContext& context) {
    static const driver::Catalog drivers = driver::Catalog::built_in();
    const evidence::FrameResult frame = evidence::take_frame(line, context);
    // What stands after the frame is fed in without one too, so that the decoder is reached early.
    const std::string_view message = frame.line ? frame.line->message : line;
    require(fuzz::is_within(message, line), "the message lies within the line");
    if (frame.line) {
        require(!evidence::name_of(frame.line->format).empty(), "a format has a name");
        require(frame.line->stamp.resolution >= wifi::Duration{0}, "a resolution is not negative");
        wifi::to_rfc3339(frame.line->stamp.instant);
    }
    const evidence::Decoded decoded = evidence::decode_kernel_message(message, drivers);
    require((decoded.kind == evidence::Decoded::Kind::event) == decoded.payload.has_value(),
            "an event, and only that, has a payload");
    require(decoded.interface.size() <= 15, "an interface's name has at most 15 bytes");
    if (decoded.payload) require(!wifi::name_of(*decoded.payload).empty(), "an event has a name");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view text = fuzz::as_text(data, size);
    evidence::LineContext context{.year = 2026};
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        read(text.substr(0, end), context);
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return 0;
}
