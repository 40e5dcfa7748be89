// SPDX-License-Identifier: MIT
#include "evidence/temporary_file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace wlanmedic::evidence {

wifi::Result<int> open_temporary_file() {
    const char* preferred = std::getenv("TMPDIR");
    int error = 0;
    for (const char* directory : {preferred, "/var/tmp", "/tmp"}) {
        if (directory == nullptr || *directory == '\0') continue;
        int descriptor = ::open(directory, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
        if (descriptor >= 0) return descriptor;
        std::string name = std::string(directory) + "/wlanmedic.XXXXXX";  // for file systems without O_TMPFILE
        descriptor = ::mkostemp(name.data(), O_CLOEXEC);
        if (descriptor >= 0) {
            ::unlink(name.c_str());
            return descriptor;
        }
        error = errno;
    }
    return std::unexpected(
        wifi::Error{.what = std::string("no temporary file can be made: ") + std::strerror(error),
                    .hint = "set TMPDIR to a directory with room"});
}

}  // namespace wlanmedic::evidence
