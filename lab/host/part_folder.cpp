// SPDX-License-Identifier: MIT
#include "lab/host/part_folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace wlanmedic::lab {
namespace {

namespace fs = std::filesystem;

std::unexpected<wifi::Error> failed(const fs::path& path, const std::string& what, const std::string& hint = "") {
    return std::unexpected(wifi::Error{.what = what, .file = path.string(), .hint = hint});
}

// Only what a run made may be replaced.
bool is_result(const fs::path& folder) {
    std::error_code error;
    return fs::is_directory(fs::symlink_status(folder, error)) &&
           (fs::exists(folder / "truth" / "result.json", error) || fs::is_empty(folder, error));
}

}  // namespace

wifi::Result<PartFolder> PartFolder::make(const fs::path& name, bool force) {
    std::error_code error;
    if (fs::exists(fs::symlink_status(name, error))) {
        if (!force) return failed(name, "is there already", "--force replaces it; --out names another place");
        if (!is_result(name)) return failed(name, "is not the folder of a run, and is not replaced");
    }
    fs::path part = name;
    part += ".part";
    // Twice: the first may find what a killed run left.
    for (int attempt = 0; attempt < 2; ++attempt) {
        const bool made = ::mkdir(part.c_str(), 0755) == 0;
        if (!made && errno != EEXIST) return failed(part, std::strerror(errno));
        const int lock = ::open(part.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
        if (lock < 0) return failed(part, std::strerror(errno));
        if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
            ::close(lock);
            return failed(part, "another run is at it", "--out names another place");
        }
        if (made) return PartFolder(name, part, lock);
        fs::remove_all(part, error);
        ::close(lock);
        if (error) return failed(part, error.message());
    }
    return failed(part, "another run is at it", "--out names another place");
}

PartFolder::PartFolder(PartFolder&& other) noexcept
    : name_(std::move(other.name_)),
      part_(std::move(other.part_)),
      lock_(std::exchange(other.lock_, -1)),
      keep_(other.keep_) {}

PartFolder::~PartFolder() {
    if (lock_ < 0) return;
    std::error_code error;
    if (!keep_) fs::remove_all(part_, error);
    ::close(lock_);
}

wifi::Result<void> PartFolder::finish() {
    std::error_code error;
    fs::remove_all(name_, error);
    if (!error) fs::rename(part_, name_, error);
    if (error) return failed(name_, error.message());
    ::close(std::exchange(lock_, -1));
    return {};
}

}  // namespace wlanmedic::lab
