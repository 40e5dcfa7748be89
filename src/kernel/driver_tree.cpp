// SPDX-License-Identifier: MIT
#include "kernel/driver_tree.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "kernel/c_tokens.h"
#include "kernel/call_sites.h"
#include "kernel/source_file.h"

namespace wlanmedic::kernel {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_entries = 400'000;
constexpr int most_depth = 24;

struct Known {
    std::string_view function;  ///< in which it registers
    std::string_view driver;
};
constexpr std::array<Known, 3> known_drivers{{{"cw1200_register_common", "cw1200"},
                                              {"bes2600_register_common", "bes2600"},
                                              {"mac80211_hwsim_new_radio", "mac80211_hwsim"}}};

wifi::Error trouble(const fs::path& where, std::string what, std::string hint = {}) {
    return {.what = std::move(what), .file = where.string(), .hint = std::move(hint)};
}

bool is_source(const fs::path& file) { return file.extension() == ".c" || file.extension() == ".h"; }

// All sources below folders; what cannot be read is counted.
struct Walk {
    std::vector<fs::path> files;
    std::size_t entries = 0;
    std::size_t unreadable = 0;

    void into(const fs::path& folder, int depth) {
        std::error_code failed;
        fs::directory_iterator entry(folder, failed);
        if (failed) {
            ++unreadable;
            return;
        }
        for (const fs::directory_iterator end; entry != end && entries < most_entries; entry.increment(failed)) {
            ++entries;
            std::error_code unknown;
            const auto status = entry->symlink_status(unknown);
            const fs::path& path = entry->path();
            if (fs::is_directory(status)) {
                if (depth < most_depth && path.filename() != ".git" && path.filename() != "connloss_guard")
                    into(path, depth + 1);
            } else if (is_source(path) && entry->is_regular_file(unknown)) {
                files.push_back(path);
            }
        }
    }
};

// A kernel has its Wi-Fi drivers in two places; all else of it is not looked at.
std::vector<fs::path> places(const fs::path& where) {
    std::vector<fs::path> found;
    std::error_code failed;
    for (const char* place : {"drivers/net/wireless", "drivers/staging"})
        if (fs::is_directory(where / place, failed)) found.push_back(where / place);
    if (found.empty()) found.push_back(where);
    return found;
}

bool registers(std::string_view text) {
    return text.find("ieee80211_register_hw") != std::string_view::npos &&
           std::ranges::any_of(call_sites(text), [](const Site& site) { return site.call == Call::registering; });
}

std::string name_by_content(std::string_view text) {
    for (const Known& known : known_drivers)
        if (text.find(known.function) != std::string_view::npos) return std::string(known.driver);
    return {};
}

bool is_below(const fs::path& file, const fs::path& folder) {
    const auto [in_folder, in_file] = std::ranges::mismatch(folder, file);
    return in_folder == folder.end() && in_file != file.end();
}

fs::path first_there(const fs::path& folder, std::initializer_list<const char*> names) {
    std::error_code failed;
    for (const char* name : names)
        if (fs::is_regular_file(folder / name, failed)) return folder / name;
    return {};
}

class Finder {
public:
    explicit Finder(fs::path where) : where_(std::move(where)) {}

    wifi::Result<DriverTree> find(const std::string& name) {
        for (const fs::path& place : places(where_)) walk_.into(place, 0);
        if (walk_.files.empty()) return std::unexpected(no_driver());
        std::ranges::sort(walk_.files);
        for (const fs::path& file : walk_.files) {
            if (file.extension() != ".c") continue;
            const auto text = read_source(file);
            if (!text) {
                ++walk_.unreadable;
                continue;
            }
            if (!registers(*text)) continue;
            std::string& known = roots_[file.parent_path()];
            if (const std::string found = name_by_content(*text); !found.empty()) known = found;
        }
        for (auto& [folder, known] : roots_)
            if (known.empty()) known = folder.filename().string();
        return pick(name);
    }

private:
    wifi::Error no_driver() const {
        std::string what = "holds no driver that registers with mac80211 (ieee80211_register_hw)";
        if (walk_.entries >= most_entries) what += fmt::format("; only {} files were looked at", most_entries);
        if (walk_.unreadable > 0) what += fmt::format("; {} folders or files could not be read", walk_.unreadable);
        return trouble(where_, std::move(what), "Name the folder in which the driver's main.c is.");
    }

    wifi::Result<DriverTree> pick(const std::string& name) const {
        if (roots_.empty()) return std::unexpected(no_driver());
        std::vector<fs::path> fitting;
        std::vector<std::string> names;
        for (const auto& [folder, known] : roots_) {
            names.push_back(known);
            if (name.empty() || known == name || folder.filename() == name) fitting.push_back(folder);
        }
        if (fitting.size() == 1) return tree(fitting.front(), roots_.at(fitting.front()));
        const std::string hint =
            fmt::format("--driver NAME, or the driver's own folder. There are: {}.", fmt::join(names, ", "));
        return std::unexpected(fitting.empty()
                                   ? trouble(where_, fmt::format("holds no driver called \"{}\"", name), hint)
                                   : trouble(where_, fmt::format("holds {} drivers", fitting.size()), hint));
    }

    DriverTree tree(const fs::path& folder, const std::string& name) const {
        const bool holds_others = std::ranges::any_of(
            roots_, [&](const auto& root) { return root.first != folder && is_below(root.first, folder); });
        DriverTree found{.name = name,
                         .folder = folder,
                         .files = {},
                         .makefile = first_there(folder, {"Kbuild", "Makefile"}),
                         .dkms = first_there(folder, {"dkms.conf"})};
        for (const fs::path& file : walk_.files)
            if (holds_others ? file.stem() == name && file.parent_path() == folder : is_below(file, folder))
                found.files.push_back(file.lexically_relative(folder));
        for (fs::path up = folder; found.dkms.empty() && is_below(up, where_); up = up.parent_path())
            found.dkms = first_there(up.parent_path(), {"dkms.conf"});
        return found;
    }

    fs::path where_;
    Walk walk_;
    std::map<fs::path, std::string> roots_;
};

wifi::Result<DriverTree> single_file(const fs::path& file) {
    const auto text = read_source(file);
    if (!text) return std::unexpected(text.error());
    if (!registers(*text))
        return std::unexpected(trouble(file, "does not register with mac80211 (ieee80211_register_hw)"));
    DriverTree found{.name = name_by_content(*text),
                     .folder = file.parent_path(),
                     .files = {file.filename()},
                     .makefile = first_there(file.parent_path(), {"Kbuild", "Makefile"}),
                     .dkms = first_there(file.parent_path(), {"dkms.conf"})};
    if (found.name.empty()) found.name = file.stem().string();
    return found;
}

}  // namespace

wifi::Result<DriverTree> find_driver(const fs::path& where, const std::string& name) {
    std::error_code failed;
    const fs::path real = fs::canonical(where, failed);
    if (failed) return std::unexpected(trouble(where, failed.message()));
    if (fs::is_regular_file(real, failed)) return single_file(real);
    fs::directory_iterator readable(real, failed);
    if (failed) return std::unexpected(trouble(where, failed.message()));
    return Finder(real).find(name);
}

}  // namespace wlanmedic::kernel
