// SPDX-License-Identifier: MIT
// All policies that a run of the program knows, and those of files that are named by their path.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "policy/policy.h"
#include "wifi/error.h"

namespace wlanmedic::policy {

/// The default where none is named.
inline constexpr std::string_view default_name = "wlanmedic";

struct PolicyFile {
    std::shared_ptr<const Policy> policy;
    std::string text;  ///< of the file, with its comments
};

class Policies {
public:
    /// Those that this binary was built with.
    static Policies built_in();

    /// Reads DIRECTORY/*.toml. A policy replaces an earlier one of the same name. Errors: the directory or a file
    /// in it cannot be read, or is no policy. Then nothing is changed.
    wifi::Result<void> add_directory(const std::filesystem::path& directory);

    /// By the name of a known one, or by the path of a file: what has a '/' in it, ends in ".toml", or is "-"
    /// (standard input). Errors: none is called so; the file cannot be read, or is no policy.
    wifi::Result<PolicyFile> find(std::string_view name_or_path) const;

    /// Those built in first.
    const std::vector<PolicyFile>& all() const { return all_; }

private:
    void add_all(std::vector<PolicyFile> files);

    std::vector<PolicyFile> all_;
};

/// Whether find() takes it for a path.
bool is_path(std::string_view name_or_path);

/// Reads the file of that path. Errors as of find().
wifi::Result<PolicyFile> read_policy_file(const std::string& path);

}  // namespace wlanmedic::policy
