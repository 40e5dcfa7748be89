// SPDX-License-Identifier: MIT
// The third guest: the lab's own, in which a script loads kernel modules and says what it finds.
// docs/lab-kernel.md has the rules for a script.
#pragma once

#include <expected>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "lab/host/emulator.h"
#include "lab/host/guest_script.h"
#include "lab/host/run.h"

namespace wlanmedic::lab {

struct KernelRun {
    std::filesystem::path cache;
    bool debug = false;  ///< the debugging kernel
    std::string script;
    ScriptHead head;
    std::map<std::string, std::string>
        shared;  ///< files of the folder of $PRELUDE, which is the one named prelude.sh
    std::map<std::string, std::string> files;  ///< further files of $MODULES, and in place of those that are there
    std::filesystem::path out;                 ///< gets /out of the guest, and truth/
    bool force = false;                        ///< replaces what is there
    std::string emulator = default_emulator();
    std::filesystem::path bes2600;  ///< the modules are those with this folder's; empty: without
};

struct KernelPlayed {
    std::vector<std::string> wrong;     ///< what_is_wrong()
    std::vector<KernelReport> reports;  ///< of the guest's kernel
    double guest_s = 0;
    double wall_s = 0;
};

/// In OUT/truth: console.txt, reports.txt, result.json. Leaves the folder also where the script failed or the
/// kernel panicked. Errors: it could not be played.
std::expected<KernelPlayed, Failure> run_in_kernel_guest(const KernelRun& run, const Watcher& watcher);

}  // namespace wlanmedic::lab
