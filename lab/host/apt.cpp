// SPDX-License-Identifier: MIT
#include "lab/host/apt.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>
#include <sstream>

#include "lab/host/command.h"
#include "lab/host/stamp.h"

namespace wlanmedic::lab {
namespace {

namespace fs = std::filesystem;

// Read behind the system's own configuration (apt.conf(5)). The system's hooks are of no concern to a private
// update, and downloads stay with the user who asked for them: apt's own user cannot write below somebody's home.
constexpr std::string_view configuration = R"(Dir::State "{0}";
Dir::State::status "{0}/status";
Dir::Cache "{0}/cache";
Dir::Log "{0}/log";
APT::Architecture "amd64";
#clear APT::Architectures;
APT::Architectures {{ "amd64"; }};
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
APT::Sandbox::User "root";
APT::Install-Recommends "false";
Acquire::Languages "none";
)";

std::string decoded(std::string text) {
    for (std::size_t at = text.find("%3a"); at != std::string::npos; at = text.find("%3a", at)) {
        text[at] = ':';
        text.erase(at + 1, 2);
    }
    return text;
}

}  // namespace

std::vector<Package> packages_of_uris(const std::string& text) {
    std::vector<Package> packages;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const std::size_t quote = line.starts_with('\'') ? line.find("' ", 1) : std::string::npos;
        if (quote == std::string::npos) continue;
        std::istringstream words(line.substr(quote + 2));
        Package package;
        if (!(words >> package.file >> package.bytes) || !package.file.ends_with(".deb")) continue;
        const std::size_t name_end = package.file.find('_');
        const std::size_t version_end = package.file.rfind('_');
        if (name_end == version_end || package.file.find('/') != std::string::npos) continue;
        package.name = package.file.substr(0, name_end);
        package.version = decoded(package.file.substr(name_end + 1, version_end - name_end - 1));
        packages.push_back(std::move(package));
    }
    return packages;
}

std::string field_of(const std::string& paragraph, const std::string& field) {
    std::istringstream lines(paragraph);
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with(field + ": ")) return line.substr(field.size() + 2);
    return {};
}

std::vector<std::string> names_of_depends(const std::string& depends) {
    std::vector<std::string> names;
    std::istringstream parts(depends);
    for (std::string part; std::getline(parts, part, ',');) {
        const std::size_t begin = part.find_first_not_of(' ');
        if (begin == std::string::npos) continue;
        names.push_back(part.substr(begin, part.find_first_of(" |(:", begin) - begin));
    }
    return names;
}

wifi::Result<Apt> Apt::open(const fs::path& folder) {
    std::error_code failed;
    for (const char* part : {"lists/partial", "cache/archives/partial", "log"}) {
        fs::create_directories(folder / part, failed);
        if (failed)
            return std::unexpected(wifi::Error{.what = "this folder cannot be made: " + failed.message(),
                                               .file = (folder / part).string(),
                                               .hint = "name another with --cache"});
    }
    if (!fs::exists(folder / "status"))
        if (auto done = write_file(folder / "status", ""); !done) return std::unexpected(done.error());
    const std::string wanted = fmt::format(fmt::runtime(configuration), folder.string());
    if (read_file(folder / "apt.conf").value_or("") != wanted)
        if (auto done = write_file(folder / "apt.conf", wanted); !done) return std::unexpected(done.error());
    return Apt(folder);
}

wifi::Result<std::string> Apt::get(std::vector<std::string> words, const fs::path& directory) const {
    words.insert(words.begin() + 1, {"-c", (folder_ / "apt.conf").string()});
    return run({.words = std::move(words), .directory = directory});
}

bool Apt::has_lists() const { return fs::exists(folder_ / "updated"); }

wifi::Result<void> Apt::update() const {
    std::error_code failed;
    fs::remove(folder_ / "updated", failed);
    if (auto done = get({"apt-get", "update", "-q"}); !done) return std::unexpected(done.error());
    return write_file(folder_ / "updated", "");
}

wifi::Result<std::string> Apt::show(const std::string& name) const {
    auto shown = get({"apt-cache", "show", "--no-all-versions", name});
    if (!shown)
        return std::unexpected(
            wifi::Error{.what = fmt::format("the system's sources have no package {}", name),
                        .file = {},
                        .hint = "`wlanmedic lab prepare --refresh` asks them anew; " + shown.error().hint});
    return shown;
}

wifi::Result<std::vector<Package>> Apt::candidates(const std::vector<std::string>& names) const {
    std::vector<std::string> words{"apt-get", "download", "--print-uris", "-qq"};
    words.insert(words.end(), names.begin(), names.end());
    auto text = get(std::move(words));
    if (!text) return std::unexpected(text.error());
    return packages_of_uris(*text);
}

wifi::Result<std::vector<Package>> Apt::with_libraries(const std::vector<std::string>& names) const {
    std::vector<std::string> words{"apt-get", "install", "--print-uris", "-qq", "-y"};
    words.insert(words.end(), names.begin(), names.end());
    const auto text = get(std::move(words));
    if (!text) return std::unexpected(text.error());
    std::vector<Package> all = packages_of_uris(*text);

    std::vector<std::string> question{"apt-cache", "show", "--no-all-versions"};
    for (const Package& package : all) question.push_back(package.name);
    const auto shown = get(std::move(question));
    if (!shown) return std::unexpected(shown.error());
    std::set<std::string> wanted(names.begin(), names.end());
    std::string name;
    std::istringstream lines(*shown);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("Package: ")) name = line.substr(9);
        if (line.starts_with("Section: ") && line.ends_with("libs")) wanted.insert(name);
    }
    std::erase_if(all, [&](const Package& package) { return !wanted.contains(package.name); });
    std::ranges::sort(all, {}, &Package::name);
    return all;
}

wifi::Result<void> Apt::download(const std::vector<Package>& packages, const fs::path& into) const {
    std::error_code failed;
    fs::create_directories(into, failed);
    std::vector<std::string> words{"apt-get", "download", "-q"};
    for (const Package& package : packages) words.push_back(fmt::format("{}={}", package.name, package.version));
    if (auto done = get(std::move(words), into); !done) return std::unexpected(done.error());
    return {};
}

}  // namespace wlanmedic::lab
