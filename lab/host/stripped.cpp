// SPDX-License-Identifier: MIT
#include "lab/host/stripped.h"

#include "lab/host/command.h"
#include "lab/host/stamp.h"

namespace wlanmedic::lab {

namespace fs = std::filesystem;

wifi::Result<std::string> stripped(const std::string& bytes, const fs::path& scratch) {
    if (auto done = write_file(scratch, bytes); !done) return std::unexpected(done.error());
    if (auto done = run({.words = {"strip", "--strip-debug", scratch.string()}, .directory = {}}); !done)
        return std::unexpected(done.error());
    auto small = read_file(scratch);
    std::error_code failed;
    fs::remove(scratch, failed);
    return small;
}

}  // namespace wlanmedic::lab
