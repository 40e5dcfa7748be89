// SPDX-License-Identifier: MIT
#include "support.h"

#include <sys/mman.h>
#include <unistd.h>

#include <stdexcept>

namespace wlanmedic::test {

std::string redacted_file(std::string_view bytes, redact::Redactor& redactor) {
    const int file = ::memfd_create("evidence", MFD_CLOEXEC);
    if (file < 0 || ::write(file, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()))
        throw std::runtime_error("no file in memory");
    const auto input = evidence::Input::open("/proc/self/fd/" + std::to_string(file));
    ::close(file);
    if (!input) throw std::runtime_error(input.error().to_string());
    redactor.collect(*input);
    if (!redactor.learned()) throw std::runtime_error("too many originals");
    std::string out;
    redactor.rewrite(*input, [&](std::string_view part) { out += part; });
    return out;
}

}  // namespace wlanmedic::test
