// SPDX-License-Identifier: MIT
// What this host lacks for the lab.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace wlanmedic::lab {

/// What the findings depend on, so that tests can make one up.
struct Host {
    std::string path;          ///< PATH
    std::string architecture;  ///< as uname -m says it: "x86_64"
    std::filesystem::path cache;
    std::uint64_t free_bytes = 0;  ///< where the cache is or will be
    std::string prepared;          ///< empty when find_prepared found all, else what it missed
    bool guest_program = false;    ///< whether there is one
};

/// This host as it is, for runs of `program`, a wlanmedic.
Host this_host(const std::filesystem::path& cache, const std::filesystem::path& program);

struct Finding {
    std::string part;  ///< "qemu-system-x86_64", "disk", "cache"
    bool missing = false;
    std::string what;    ///< what there is, or what is missing
    std::string remedy;  ///< what to do; empty when nothing is missing
};

/// All parts, in the order in which they are needed.
std::vector<Finding> examine(const Host& host);

}  // namespace wlanmedic::lab
