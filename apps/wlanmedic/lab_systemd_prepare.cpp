// SPDX-License-Identifier: MIT
#include "lab_systemd_prepare.h"

#include <fmt/format.h>

#include <cstdio>

#include "commands.h"
#include "lab/host/systemd_image.h"
#include "lab_options.h"
#include "report/safe_text.h"

namespace wlanmedic::app {

int prepare_systemd_guest(const std::filesystem::path& cache, const lab::Prepared& prepared,
                          const SystemdPreparation& options) {
    // The package's own folder: boot/vmlinuz-…, lib/modules/….
    const auto kernel = lab::find_kernel(prepared.kernel.parent_path().parent_path(), prepared.kernel_release);
    if (!kernel) return say_failure({.error = kernel.error()});
    const auto image = lab::prepare_systemd({.cache = cache,
                                             .kernel = *kernel,
                                             .refresh = options.refresh,
                                             .mirror = options.mirror,
                                             .say = [](std::string_view step) {
                                                 fmt::print("{}\n", step);
                                                 std::fflush(stdout);
                                             }});
    if (!image) return say_failure({.error = image.error()});
    fmt::print("the guest with systemd is prepared: {}\n", report::for_terminal(image->disk.string()));
    return exit_done;
}

}  // namespace wlanmedic::app
