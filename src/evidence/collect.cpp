// SPDX-License-Identifier: MIT
#include <algorithm>
#include <filesystem>
#include <map>
#include <system_error>

#include "evidence/folder.h"
#include "evidence/own_journal.h"

namespace wlanmedic::evidence {
namespace {

namespace fs = std::filesystem;

bool is_campaign(const fs::path& directory) {
    std::error_code error;
    return fs::is_directory(directory / "baseline", error);
}

// What a lab run knows better than its evidence: it is there to judge what is explained, and never read for it.
bool is_truth(const std::string& name) { return name == "marks.txt" || name == "truth.json" || name == "truth"; }

bool is_left_alone(const fs::path& file) {
    const std::string name = file.filename().string();
    return name.starts_with('.') || is_truth(name);
}

void walk(const fs::path& given, Collection& collection) {
    std::error_code error;
    const fs::path directory = is_campaign(given) ? given / "baseline" : given;
    std::vector<fs::path> entries;
    for (fs::directory_iterator entry(directory, error), end; !error && entry != end; entry.increment(error))
        entries.push_back(entry->path());
    if (error) {
        collection.skipped.push_back({.path = directory.string(), .because = error.message(), .named = true});
        return;
    }
    std::ranges::sort(entries);
    FolderPaths folder{.name = directory.string(), .files = {}};
    std::vector<fs::path> directories;
    bool journals = false;
    for (const fs::path& entry : entries) {
        if (is_left_alone(entry)) continue;
        const fs::file_status status = fs::status(entry, error);
        if (error) {
            collection.skipped.push_back({.path = entry.string(), .because = error.message()});
            continue;
        }
        if (fs::is_directory(status)) {
            // A link to a directory above would be walked for ever.
            if (!fs::is_symlink(fs::symlink_status(entry, error))) directories.push_back(entry);
        } else if (fs::is_regular_file(status)) {
            if (is_journal_file(entry))
                journals = true;
            else
                folder.files.push_back(entry.string());
        } else {
            collection.skipped.push_back({.path = entry.string(), .because = "neither a file nor a directory"});
        }
    }
    // Rotated files are one journal, and are read as one: a path that ends so stands for all of them.
    if (journals) folder.files.push_back((directory / "").string());
    if (!folder.files.empty()) collection.folders.push_back(std::move(folder));
    for (const fs::path& below : directories) walk(below, collection);
}

}  // namespace

Collection collect(const std::vector<std::string>& paths) {
    Collection collection;
    FolderPaths named{.name = "", .files = {}};
    for (const std::string& path : paths) {
        std::error_code error;
        if (path != "-" && fs::is_directory(path, error)) {
            walk(path, collection);
        } else if (path != "-" && !path.starts_with(own_journal_path) && !fs::exists(path, error)) {
            collection.skipped.push_back(
                {.path = path, .because = error ? error.message() : "No such file or directory", .named = true});
        } else if (std::ranges::find(named.files, path) == named.files.end()) {
            named.files.push_back(path);
        }
    }
    if (!named.files.empty()) collection.folders.insert(collection.folders.begin(), std::move(named));
    return collection;
}

}  // namespace wlanmedic::evidence
