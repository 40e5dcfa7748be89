// SPDX-License-Identifier: MIT
#include "policy/policies.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "config/toml_files.h"
#include "policy/embedded.h"
#include "policy/policy_reader.h"

namespace wlanmedic::policy {

namespace {

wifi::Result<PolicyFile> file_of(std::string text, const std::string& path) {
    auto policy = parse_policy(text, path);
    if (!policy) return std::unexpected(policy.error());
    return PolicyFile{std::make_shared<const Policy>(*std::move(policy)), std::move(text)};
}

}  // namespace

Policies Policies::built_in() {
    std::vector<PolicyFile> files;
    for (const auto& embedded : embedded_policies()) {
        auto file = file_of(std::string(embedded.text), std::string(embedded.file));
        // Only a wrong build can get here: the tests read every embedded file.
        if (!file) throw std::logic_error("built-in policy: " + file.error().to_string());
        files.push_back(*std::move(file));
    }
    Policies policies;
    policies.add_all(std::move(files));
    return policies;
}

wifi::Result<void> Policies::add_directory(const std::filesystem::path& directory) {
    auto texts = config::read_toml_directory(directory, "policy", max_policy_size);
    if (!texts) return std::unexpected(texts.error());
    std::vector<PolicyFile> files;
    for (auto& [path, text] : *texts) {
        auto file = file_of(std::move(text), path);
        if (!file) return std::unexpected(file.error());
        files.push_back(*std::move(file));
    }
    add_all(std::move(files));
    return {};
}

wifi::Result<PolicyFile> Policies::find(std::string_view name_or_path) const {
    if (is_path(name_or_path)) return read_policy_file(std::string(name_or_path));
    const auto known = std::ranges::find(
        all_, name_or_path, [](const PolicyFile& file) -> std::string_view { return file.policy->name; });
    if (known != all_.end()) return *known;
    std::vector<std::string_view> names;
    for (const auto& file : all_) names.push_back(file.policy->name);
    return std::unexpected(
        wifi::Error{fmt::format("no policy is called \"{}\"", name_or_path), "", 0, 0,
                    fmt::format("One of {}; or a file: ./{}.toml", fmt::join(names, ", "), name_or_path)});
}

void Policies::add_all(std::vector<PolicyFile> files) {
    for (auto& file : files) {
        const auto earlier = std::ranges::find(
            all_, file.policy->name, [](const PolicyFile& known) { return std::string_view(known.policy->name); });
        if (earlier == all_.end())
            all_.push_back(std::move(file));
        else
            *earlier = std::move(file);
    }
    std::ranges::sort(all_, {}, [](const PolicyFile& file) -> std::string_view { return file.policy->name; });
}

bool is_path(std::string_view name_or_path) {
    return name_or_path == "-" || name_or_path.ends_with(".toml") ||
           name_or_path.find('/') != std::string_view::npos;
}

wifi::Result<PolicyFile> read_policy_file(const std::string& path) {
    auto text = config::read_toml_file(path == "-" ? "/dev/stdin" : path, "policy", max_policy_size);
    if (!text) return std::unexpected(text.error());
    return file_of(*std::move(text), path);
}

}  // namespace wlanmedic::policy
