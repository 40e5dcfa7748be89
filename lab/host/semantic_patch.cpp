// SPDX-License-Identifier: MIT
#include "lab/host/semantic_patch.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "kernel/patched_driver.h"
#include "machine/probe.h"

namespace wlanmedic::lab {

wifi::Result<void> apply_semantic_patches(const std::filesystem::path& folder,
                                          const std::vector<std::string>& with) {
    const auto driver = kernel::find_driver(folder, "");
    if (!driver) return std::unexpected(driver.error());
    const auto patches = kernel::chosen_patches(driver->name, with);
    if (!patches) return std::unexpected(patches.error());
    const machine::ThisMachine machine;
    const auto patched = kernel::patch_driver(*driver, *patches, {.probe = machine});
    if (!patched) return std::unexpected(patched.error());
    if (!patched->unguarded.empty())
        return std::unexpected(wifi::Error{.what = fmt::format("{} calls of {} would not be known to the guard",
                                                               patched->unguarded.size(), driver->name),
                                           .file = folder.string(),
                                           .hint = "`wlanmedic kernel patch` names them"});
    if (!patched->unmatched.empty())
        return std::unexpected(wifi::Error{.what = fmt::format("these patches find nothing to change in {}: {}",
                                                               driver->name, fmt::join(patched->unmatched, ", ")),
                                           .file = folder.string(),
                                           .hint = {}});
    return kernel::write_sources(patched->files);
}

}  // namespace wlanmedic::lab
