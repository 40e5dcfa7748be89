// SPDX-License-Identifier: MIT
#include "runfile/file_lock.h"

#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>

namespace wlanmedic::runfile {

bool take_lock(int descriptor) { return ::flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK; }

bool is_at(const std::string& path, int descriptor) {
    struct stat named{};
    struct stat open{};
    return ::lstat(path.c_str(), &named) == 0 && ::fstat(descriptor, &open) == 0 && named.st_dev == open.st_dev &&
           named.st_ino == open.st_ino;
}

}  // namespace wlanmedic::runfile
