// SPDX-License-Identifier: MIT
// Debian packages, fetched with apt-get into a folder of our own: with the system's sources, keys and proxies, but
// with lists, a (empty) state and a cache of its own, so that no root is needed and nothing of the system is
// changed.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "wifi/error.h"

namespace wlanmedic::lab {

struct Package {
    std::string name;
    std::string version;
    std::string file;         ///< as apt-get download names it: "iw_5.19-1_amd64.deb", ':' as "%3a"
    std::uint64_t bytes = 0;  ///< of the file
};

/// What `apt-get --print-uris` says: lines 'URI' FILE SIZE HASH. Lines of another form are passed over.
std::vector<Package> packages_of_uris(const std::string& text);

/// The value of a field in a paragraph as `apt-cache show` prints it; empty where it is not there.
std::string field_of(const std::string& paragraph, const std::string& field);

/// The names in a Depends field, of alternatives the first, without versions.
std::vector<std::string> names_of_depends(const std::string& depends);

class Apt {
public:
    /// Errors: the folder cannot be made.
    static wifi::Result<Apt> open(const std::filesystem::path& folder);

    /// Whether update() was ever done here.
    bool has_lists() const;

    /// Fetches the lists of packages anew.
    wifi::Result<void> update() const;

    /// `apt-cache show` of the version that would be installed. Errors: no such package.
    wifi::Result<std::string> show(const std::string& name) const;

    /// These packages alone, as apt would fetch them.
    wifi::Result<std::vector<Package>> candidates(const std::vector<std::string>& names) const;

    /// These packages and of all they depend on those that hold shared libraries (Debian's section "libs").
    wifi::Result<std::vector<Package>> with_libraries(const std::vector<std::string>& names) const;

    /// Fetches into an empty or new folder; apt checks the sums.
    wifi::Result<void> download(const std::vector<Package>& packages, const std::filesystem::path& into) const;

private:
    explicit Apt(std::filesystem::path folder) : folder_(std::move(folder)) {}
    wifi::Result<std::string> get(std::vector<std::string> words,
                                  const std::filesystem::path& directory = {}) const;

    std::filesystem::path folder_;
};

}  // namespace wlanmedic::lab
