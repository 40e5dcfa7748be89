// SPDX-License-Identifier: MIT
// One line of iw event: time, interface, words.
#include "evidence/iw_event.h"
#include "require.h"

using namespace wlanmedic;
using wlanmedic::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view line = fuzz::as_text(data, size);
    for (const bool relative_times : {false, true}) {
        const auto iw = evidence::take_iw_line(line, relative_times);
        if (!iw) continue;
        require(fuzz::is_within(iw->text, line), "the text lies within the line");
        require(iw->stamp.resolution >= wifi::Duration{0}, "a resolution is not negative");
        wifi::to_rfc3339(iw->stamp.instant);
        const evidence::Decoded decoded = evidence::decode_iw_event(iw->text);
        require((decoded.kind == evidence::Decoded::Kind::event) == decoded.payload.has_value(),
                "an event, and only that, has a payload");
        if (decoded.payload) require(!wifi::name_of(*decoded.payload).empty(), "an event has a name");
        require(decoded.interface.size() <= 15, "an interface's name has at most 15 bytes");
    }
    return 0;
}
