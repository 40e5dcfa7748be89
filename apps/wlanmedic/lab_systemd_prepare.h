// SPDX-License-Identifier: MIT
// The step of preparing that only the guest with systemd needs.
#pragma once

#include <filesystem>
#include <string>

#include "lab/host/prepared.h"

namespace wlanmedic::app {

struct SystemdPreparation {
    std::string mirror;
    bool refresh = false;
};

/// Says what it does; its exit status.
int prepare_systemd_guest(const std::filesystem::path& cache, const lab::Prepared& prepared,
                          const SystemdPreparation& options);

}  // namespace wlanmedic::app
