// SPDX-License-Identifier: MIT
// A driver with semantic patches applied to it, on a copy: what would change, and what the guard then knows of.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "kernel/call_sites.h"
#include "kernel/driver_tree.h"
#include "kernel/semantic_patches.h"
#include "kernel/source_file.h"
#include "machine/probe.h"
#include "wifi/error.h"

namespace wlanmedic::kernel {

struct FoundSite {
    std::filesystem::path file;  ///< from the driver's folder
    Site site;                   ///< its line is that of the file as it is now
};

struct AppliedPatch {
    std::string name;
    std::vector<std::filesystem::path> changes;  ///< files, from the driver's folder
};

struct PatchedDriver {
    std::vector<AppliedPatch> patches;  ///< all, those that change nothing too
    std::vector<FoundSite>
        found;  ///< the calls as they stand now, and the faults that the driver tells afterwards
    std::vector<FoundSite> unguarded;  ///< calls that the guard would not know of afterwards
    std::vector<std::string>
        unmatched;  ///< patches for this very driver that found nothing to change in it, though it has no guard
    std::vector<NewText> files;  ///< absolute
    std::string diff;            ///< unified, a/FILE and b/FILE from the driver's folder

    /// A device would be freed that the guard still knows of: nothing of this may be written.
    bool loses_devices() const;
};

struct PatchTools {
    const machine::Probe& probe;
    std::string spatch = "spatch";
    std::chrono::seconds limit{300};  ///< for each patch
};

/// Nothing but a temporary folder is written. Errors: spatch or diff is missing, fails or does not end in time; a
/// file cannot be read, or mixes its line ends.
wifi::Result<PatchedDriver> patch_driver(const DriverTree& driver, const std::vector<SemanticPatch>& patches,
                                         const PatchTools& tools);

}  // namespace wlanmedic::kernel
