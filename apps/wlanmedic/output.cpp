// SPDX-License-Identifier: MIT
#include "output.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "commands.h"

namespace wlanmedic::app {

int write_out(std::string_view text, int status) {
    std::fwrite(text.data(), 1, text.size(), stdout);
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return status;
    fmt::print(stderr, "wlanmedic: the report could not be written whole: {}\n", std::strerror(errno));
    return exit_trouble;
}

}  // namespace wlanmedic::app
