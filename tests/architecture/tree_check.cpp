// SPDX-License-Identifier: MIT
#include "tree_check.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <regex>
#include <set>

#include "arrows.h"

namespace wlanmedic::architecture {
namespace {

namespace fs = std::filesystem;

/// Build trees, and what belongs to tools and not to the tree.
bool is_foreign_folder(const fs::path& folder, const fs::path& root) {
    const std::string name = folder.filename();
    return folder == root / "build" || (name.starts_with('.') && name != ".ci") || name == "node_modules" ||
           name == "__pycache__" || fs::exists(folder / "CMakeCache.txt");
}

/// All files of the tree, in order, relative to its root.
std::vector<fs::path> files_of(const fs::path& root) {
    std::vector<fs::path> files;
    for (fs::recursive_directory_iterator at(root), end; at != end; ++at) {
        if (at->is_directory() && is_foreign_folder(at->path(), root)) {
            at.disable_recursion_pending();
        } else if (at->is_regular_file()) {
            files.push_back(at->path().lexically_relative(root));
        }
    }
    std::ranges::sort(files);
    return files;
}

bool is_cpp(const fs::path& file) { return file.extension() == ".h" || file.extension() == ".cpp"; }

bool has_licence(const fs::path& path) {
    std::ifstream in(path);
    std::string line;
    std::getline(in, line);
    if (line.starts_with("#!")) {
        std::getline(in, line);
    }
    return line.find("SPDX-License-Identifier: ") != std::string::npos;
}

bool needs_licence(const fs::path& path) {
    static const std::set<std::string> extensions = {".h", ".cpp", ".c", ".cmake", ".toml", ".sh", ".py"};
    if (extensions.contains(path.extension()) || path.filename() == "CMakeLists.txt") {
        return true;
    }
    char start[2] = {};
    std::ifstream(path).read(start, 2);
    return start[0] == '#' && start[1] == '!';  // a script, such as dev
}

/// "wifi" for src/wifi/event.h, "lab/air" for lab/air/frame.h, "apps" for all below apps/; nothing for what is in
/// none of them.
std::optional<std::string> folder_of(const fs::path& file) {
    const std::vector<std::string> parts(file.begin(), file.end());
    if (parts.size() > 1 && parts[0] == "apps") {
        return "apps";
    }
    if (parts.size() > 2 && parts[0] == "src") {
        return parts[1];
    }
    if (parts.size() > 2 && parts[0] == "lab") {
        return "lab/" + parts[1];
    }
    return std::nullopt;
}

class IncludeCheck {
public:
    explicit IncludeCheck(fs::path root) : root_(std::move(root)) {}

    void read(const fs::path& file) {
        const std::optional<std::string> folder = folder_of(file);
        if (!folder) {
            add(file.string() + ": stands in no folder of src/");
            return;
        }
        if (!is_known_folder(*folder)) {
            add(file.string() + ": the rules know no folder src/" + *folder);
            return;
        }
        static const std::regex include(R"re(^\s*#\s*include\s*(["<])([^">]+)[">])re");
        std::ifstream in(root_ / file);
        std::string line;
        for (int number = 1; std::getline(in, line); ++number) {
            if (std::smatch match; std::regex_search(line, match, include)) {
                follow(file, *folder, file.string() + ":" + std::to_string(number), match[2], match[1] == "\"");
            }
        }
    }

    std::vector<std::string> findings() && {
        for (const auto& [file, includes] : graph_) {
            find_circle(file);
        }
        return std::move(findings_);
    }

private:
    void add(std::string finding) { findings_.push_back(std::move(finding)); }

    void follow(const fs::path& file, const std::string& folder, const std::string& where, const std::string& text,
                bool quoted) {
        const std::optional<fs::path> target = find(file, text, quoted);
        if (target) {
            graph_[file].push_back(*target);
        } else if (!quoted) {
            return;  // a system header
        }
        // A header that the build generates is not in the tree; its folder counts all the same.
        const std::optional<std::string> to = folder_of(target ? *target : "src" / fs::path(text));
        if (!to || !is_known_folder(*to)) {
            add(where + ": includes \"" + text + "\", which is in no folder that the rules know");
        } else if (!is_allowed(folder, *to)) {
            add(where + ": " + folder + " may not include " + *to + " (\"" + text + "\")");
        }
    }

    /// The file of the tree that the include means: beside the including file, or below src/.
    std::optional<fs::path> find(const fs::path& file, const std::string& text, bool quoted) const {
        fs::path beside = (file.parent_path() / text).lexically_normal();
        if (quoted && fs::is_regular_file(root_ / beside)) {
            return beside;
        }
        for (const fs::path& below :
             {("src" / fs::path(text)).lexically_normal(), fs::path(text).lexically_normal()}) {
            if (fs::is_regular_file(root_ / below)) {
                return below;
            }
        }
        return std::nullopt;
    }

    void find_circle(const fs::path& file) {
        if (const auto at = std::ranges::find(path_, file); at != path_.end()) {
            std::string circle = file.string() + ": includes itself in a circle";
            for (auto step = std::next(at); step != path_.end(); ++step) {
                circle += " -> " + step->string();
            }
            add(circle + " -> " + file.string());
        } else if (seen_.insert(file).second) {
            path_.push_back(file);
            if (const auto includes = graph_.find(file); includes != graph_.end()) {
                std::ranges::for_each(includes->second, [this](const fs::path& next) { find_circle(next); });
            }
            path_.pop_back();
        }
    }

    fs::path root_;
    std::map<fs::path, std::vector<fs::path>> graph_;
    std::vector<std::string> findings_;
    std::set<fs::path> seen_;     // by find_circle
    std::vector<fs::path> path_;  // of find_circle, from where it began
};

}  // namespace

std::vector<std::string> check_tree(const fs::path& root) {
    IncludeCheck includes(root);
    std::vector<std::string> findings;
    bool found = false;
    for (const fs::path& file : files_of(root)) {
        if (needs_licence(root / file) && !has_licence(root / file)) {
            findings.push_back(file.string() + ":1: no line \"SPDX-License-Identifier: …\" at the top");
        }
        // What the kernel's own build takes is C, and knows no folder but its own.
        if (fs::exists(root / file.parent_path() / "Kbuild")) continue;
        if (is_cpp(file) && (*file.begin() == "src" || *file.begin() == "apps" || *file.begin() == "lab")) {
            includes.read(file);
            found = true;
        }
    }
    if (!found) {
        findings.push_back(root.string() + ": no .h or .cpp file below src/ or apps/");
    }
    std::ranges::move(std::move(includes).findings(), std::back_inserter(findings));
    return findings;
}

}  // namespace wlanmedic::architecture
