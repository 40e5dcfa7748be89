// SPDX-License-Identifier: MIT
// A folder for the files of one test.
#pragma once

#include <stdlib.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace wlanmedic::capture::test {

namespace fs = std::filesystem;

/// A folder that is gone with it.
class Folder {
public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "wlanmedic-capture-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
        path_ = name;
    }
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string operator/(std::string_view name) const { return (path_ / name).string(); }
    std::vector<std::string> names() const {
        std::vector<std::string> all;
        for (const auto& entry : fs::directory_iterator(path_)) all.push_back(entry.path().filename().string());
        std::ranges::sort(all);
        return all;
    }

private:
    fs::path path_;
};

}  // namespace wlanmedic::capture::test
