// SPDX-License-Identifier: MIT
// The sources of the fault module, lab/fault/*, as they were when this was built; cmake/embed.cmake writes the
// definitions.
#pragma once

#include <span>
#include <string_view>

namespace wlanmedic::lab {

struct FaultSource {
    std::string_view file;  ///< "lab/fault/Makefile"
    std::string_view text;
};

/// In the order of their file names.
std::span<const FaultSource> fault_sources();

}  // namespace wlanmedic::lab
