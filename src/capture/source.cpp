// SPDX-License-Identifier: MIT
#include "capture/source.h"

#include <fmt/format.h>

namespace wlanmedic::capture {

void Tape::gap(std::string_view source, std::string because, std::optional<std::uint64_t> lost) {
    runfile::Text text{.kind = runfile::Kind::gap, .message = std::move(because), .fields = {}};
    text.set("WLANMEDIC_SOURCE", std::string(source));
    if (lost) text.set("WLANMEDIC_LOST", std::to_string(*lost));
    put(std::move(text));
}

void Tape::missing(std::string_view source, const wifi::Error& error) {
    runfile::Text text{.kind = runfile::Kind::missing,
                       .message = error.hint.empty() ? fmt::format("{}: {}", source, error.what)
                                                     : fmt::format("{}: {}; {}", source, error.what, error.hint),
                       .fields = {}};
    text.set("WLANMEDIC_SOURCE", std::string(source));
    put(std::move(text));
}

}  // namespace wlanmedic::capture
