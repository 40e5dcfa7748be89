// SPDX-License-Identifier: MIT
#include "profiles.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

#include "report/safe_text.h"

namespace wlanmedic::app {

wifi::Result<driver::Catalog> known_profiles(const std::vector<std::string>& directories) {
    driver::Catalog catalog = driver::Catalog::built_in();
    std::vector<std::string> all;
    for (const char* directory : {"/usr/share/wlanmedic/drivers", "/etc/wlanmedic/drivers"})
        if (::access(directory, F_OK) == 0) all.emplace_back(directory);
    all.insert(all.end(), directories.begin(), directories.end());
    for (const std::string& directory : all)
        if (const auto added = catalog.add_directory(directory); !added) return std::unexpected(added.error());
    return catalog;
}

std::string error_text(const wifi::Error& error) {
    std::string text = fmt::format("wlanmedic: {}\n", report::for_terminal(error.to_string()));
    if (!error.hint.empty()) text += fmt::format("hint: {}\n", report::for_terminal(error.hint));
    return text;
}

void say_error(const wifi::Error& error) { fmt::print(stderr, "{}", error_text(error)); }

}  // namespace wlanmedic::app
