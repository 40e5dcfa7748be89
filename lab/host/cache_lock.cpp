// SPDX-License-Identifier: MIT
#include "lab/host/cache_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace wlanmedic::lab {

wifi::Result<CacheLock> CacheLock::take(const std::filesystem::path& file,
                                        const std::function<void(std::string_view)>& say) {
    CacheLock lock(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644));
    if (lock.file_ < 0)
        return std::unexpected(wifi::Error{.what = fmt::format("cannot be opened: {}", std::strerror(errno)),
                                           .file = file.string(),
                                           .hint = "name another folder with --cache"});
    if (::flock(lock.file_, LOCK_EX | LOCK_NB) != 0) {
        if (say) say("another `wlanmedic lab prepare` works in this cache; waiting for it");
        while (::flock(lock.file_, LOCK_EX) != 0 && errno == EINTR) {
        }
    }
    return lock;
}

CacheLock::CacheLock(CacheLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

CacheLock::~CacheLock() {
    if (file_ >= 0) ::close(file_);
}

}  // namespace wlanmedic::lab
