// SPDX-License-Identifier: MIT
#include "machine/version.h"

#include <charconv>
#include <system_error>

namespace wlanmedic::machine {

std::optional<Version> version_in(std::string_view text) {
    constexpr std::string_view digits = "0123456789";
    const char* const end = text.data() + text.size();
    for (std::size_t at = text.find_first_of(digits); at != std::string_view::npos;
         at = text.find_first_of(digits, text.find_first_not_of(digits, at))) {
        Version version;
        const auto major = std::from_chars(text.data() + at, end, version.major);
        if (major.ec == std::errc() && major.ptr != end && *major.ptr == '.' &&
            std::from_chars(major.ptr + 1, end, version.minor).ec == std::errc())
            return version;
    }
    return std::nullopt;
}

std::string kernel_release(const Probe& probe) {
    const auto release = probe.run({"uname", "-r"});
    if (!release || release->status != 0) return "";
    return release->out.substr(0, release->out.find_first_of(" \n"));
}

}  // namespace wlanmedic::machine
