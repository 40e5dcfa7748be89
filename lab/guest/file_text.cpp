// SPDX-License-Identifier: MIT
#include "lab/guest/file_text.h"

#include <fcntl.h>

#include <fstream>
#include <sstream>

#include "posix/descriptor.h"

namespace wlanmedic::lab {

bool put_text(const std::string& file, std::string_view text) {
    const posix::Descriptor open{::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)};
    return open && ::write(open.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

std::string get_text(const std::string& file) {
    std::ostringstream text;
    text << std::ifstream(file, std::ios::binary).rdbuf();
    return text.str();
}

}  // namespace wlanmedic::lab
