// SPDX-License-Identifier: MIT
// What `wlanmedic kernel` shows, as text and as JSON (schema wlanmedic.kernel-patch/1).
#pragma once

#include <string>
#include <vector>

#include "kernel/guard_files.h"
#include "kernel/patched_driver.h"
#include "kernel/semantic_patches.h"

namespace wlanmedic::app {

struct KernelPatchReport {
    const kernel::DriverTree& driver;
    const kernel::PatchedDriver& patched;
    const kernel::GuardFiles& guard;
    bool written = false;
    bool colour = false;
};

std::string text_kernel_patch(const KernelPatchReport& report);
std::string json_kernel_patch(const KernelPatchReport& report);
std::string text_kernel_patches(const std::vector<kernel::SemanticPatch>& patches);
std::string json_kernel_patches(const std::vector<kernel::SemanticPatch>& patches);

}  // namespace wlanmedic::app
