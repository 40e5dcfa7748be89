// SPDX-License-Identifier: MIT
#include "driver/profile_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "driver/path_template.h"

namespace wlanmedic::driver {

std::string ProfileReader::module(const char* key) {
    auto name = text(key);
    if (name != "{module}" && !is_module_name(name))
        fault(key, fmt::format("\"{}\" is no name of a kernel module", name),
              "Letters, digits, '_' and '-'; or {module}, that of the device's driver.");
    return name;
}

std::string ProfileReader::templated(const char* key) {
    auto value = text(key);
    if (auto wrong = template_fault(value))
        fault(key, *std::move(wrong),
              "Names to fill in are {interface}, {phy}, {device}, {parent}, {bus}, {driver}, {module}.");
    return value;
}

std::string ProfileReader::path(const char* key, std::initializer_list<std::string_view> roots) {
    auto path = templated(key);
    const bool below = std::ranges::any_of(
        roots, [&](std::string_view root) { return path.starts_with(root) && path.size() > root.size(); });
    // Profiles may come from others, and what they name is read or written as root.
    if (!below || path.find("..") != std::string::npos || path.find("//") != std::string::npos ||
        std::ranges::any_of(path, [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7f'; })) {
        fault(key, fmt::format("\"{}\" is no path that a profile may name", path),
              fmt::format("A path begins with {}, and has neither \"..\" nor blanks.", fmt::join(roots, " or ")));
    }
    return path;
}

}  // namespace wlanmedic::driver
