// SPDX-License-Identifier: MIT
#include "lab/guest/driver_faults.h"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include "lab/guest/file_text.h"
#include "lab/scenario/names.h"

namespace wlanmedic::lab {
namespace {

// The fault module knows them by the same names.
std::string words_for(const std::string& interface, const DriverFault& fault) {
    if (fault.kind != DriverFault::Kind::hold_rtnl) return fmt::format("{} {}", to_text(fault.kind), interface);
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(fault.lasts).count();
    return fmt::format("{} {}", to_text(fault.kind), seconds);
}

}  // namespace

wifi::Result<void> inject(const std::string& interface, const DriverFault& fault) {
    const std::string words = words_for(interface, fault);
    if (put_text("/proc/wlanmedic-fault", words)) return {};
    return std::unexpected(wifi::Error{.what = fmt::format("fault module: {}: {}", words, std::strerror(errno))});
}

}  // namespace wlanmedic::lab
