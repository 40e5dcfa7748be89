// SPDX-License-Identifier: MIT
#include "runfile/record.h"

#include <algorithm>
#include <array>

namespace wlanmedic::runfile {

std::string_view name_of(Kind kind) {
    static constexpr std::array<std::string_view, 14> names{"manifest", "clock", "kernel",  "trace",  "journal",
                                                            "counters", "sleep", "rfkill",  "device", "probe",
                                                            "load",     "gap",   "missing", "end"};
    return names[static_cast<std::size_t>(kind)];
}

const std::string* Text::find(std::string_view name) const {
    const auto field =
        std::ranges::find(fields, name, [](const auto& of) -> std::string_view { return of.first; });
    return field == fields.end() ? nullptr : &field->second;
}

}  // namespace wlanmedic::runfile
