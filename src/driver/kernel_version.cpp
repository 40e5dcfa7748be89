// SPDX-License-Identifier: MIT
#include "driver/kernel_version.h"

#include <fmt/format.h>

#include <charconv>
#include <system_error>

namespace wlanmedic::driver {

namespace {

std::optional<std::uint16_t> take_number(std::string_view& text) {
    std::uint16_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc()) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

bool take_dot(std::string_view& text) {
    if (!text.starts_with('.')) return false;
    text.remove_prefix(1);
    return true;
}

}  // namespace

std::optional<KernelVersion> kernel_version(std::string_view text) {
    const auto major = take_number(text);
    if (!major || !take_dot(text)) return std::nullopt;
    const auto minor = take_number(text);
    if (!minor) return std::nullopt;
    KernelVersion version{*major, *minor, 0};
    if (take_dot(text)) {
        const auto patch = take_number(text);
        if (!patch) return std::nullopt;
        version.patch = *patch;
    }
    return version;
}

std::string to_string(KernelVersion version) {
    auto text = fmt::format("{}.{}", version.major, version.minor);
    if (version.patch != 0) text += fmt::format(".{}", version.patch);
    return text;
}

}  // namespace wlanmedic::driver
