// SPDX-License-Identifier: MIT
#include "profiles.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "report/safe_text.h"

namespace wlanmedic::app {

namespace {

// Those of the system that are there, then those that were asked for.
std::vector<std::string> directories_of(std::string_view kind, const std::vector<std::string>& asked_for) {
    std::vector<std::string> all;
    for (const std::string_view root : {"/usr/share/wlanmedic", "/etc/wlanmedic"})
        if (auto directory = fmt::format("{}/{}", root, kind); ::access(directory.c_str(), F_OK) == 0)
            all.push_back(std::move(directory));
    all.insert(all.end(), asked_for.begin(), asked_for.end());
    return all;
}

template <class Known>
wifi::Result<Known> with_directories(Known known, const std::vector<std::string>& directories) {
    for (const std::string& directory : directories)
        if (const auto added = known.add_directory(directory); !added) return std::unexpected(added.error());
    return known;
}

}  // namespace

wifi::Result<driver::Catalog> known_profiles(const std::vector<std::string>& directories) {
    return with_directories(driver::Catalog::built_in(), directories_of("drivers", directories));
}

wifi::Result<policy::Policies> known_policies(const std::vector<std::string>& directories) {
    return with_directories(policy::Policies::built_in(), directories_of("policies", directories));
}

std::vector<std::string> toml_paths(const std::vector<std::string>& paths) {
    std::vector<std::string> files;
    for (const std::string& path : paths) {
        std::error_code failed;
        if (path == "-" || !std::filesystem::is_directory(path, failed)) {
            files.push_back(path);
            continue;
        }
        std::vector<std::string> inside;
        for (std::filesystem::directory_iterator entry(path, failed), end; !failed && entry != end;
             entry.increment(failed))
            if (entry->path().extension() == ".toml") inside.push_back(entry->path().string());
        std::ranges::sort(inside);
        if (failed || inside.empty()) inside = {path};
        files.insert(files.end(), inside.begin(), inside.end());
    }
    return files;
}

wifi::Result<std::vector<policy::PolicyFile>> chosen_policies(const std::vector<std::string>& names_or_paths,
                                                              const std::vector<std::string>& directories) {
    const auto known = known_policies(directories);
    if (!known) return std::unexpected(known.error());
    std::vector<policy::PolicyFile> chosen;
    for (const std::string& name : names_or_paths) {
        auto found = known->find(name);
        if (!found) return std::unexpected(found.error());
        chosen.push_back(*std::move(found));
    }
    return chosen;
}

std::string error_text(const wifi::Error& error) {
    std::string text = fmt::format("wlanmedic: {}\n", report::for_terminal(error.to_string()));
    if (!error.hint.empty()) text += fmt::format("hint: {}\n", report::for_terminal(error.hint));
    return text;
}

void say_error(const wifi::Error& error) { fmt::print(stderr, "{}", error_text(error)); }

}  // namespace wlanmedic::app
