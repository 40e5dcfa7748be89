// SPDX-License-Identifier: MIT
// The second guest: Debian 12 with systemd, D-Bus and NetworkManager as users have them, in real time and
// therefore not deterministic. It boots, runs one script and switches off; docs/lab-systemd.md says what a script
// finds there.
#pragma once

#include <expected>
#include <filesystem>
#include <map>
#include <string>

#include "lab/host/emulator.h"
#include "lab/host/run.h"
#include "wifi/instant.h"

namespace wlanmedic::lab {

struct SystemdRun {
    std::filesystem::path cache;
    std::string script;  ///< becomes /lab/run: begins with "#!"
    /// Further files of /lab by their paths there; programs where they begin with "#!" or as ELF files do.
    std::map<std::string, std::string> files;
    std::filesystem::path out;  ///< gets what the script leaves in /out
    bool force = false;         ///< replaces what is there
    bool keep = false;          ///< leaves OUT.part where it fails
    unsigned cpus = 2;
    std::string emulator = default_emulator();
    wifi::Duration script_limit = std::chrono::minutes{10};  ///< whole seconds; then the script is killed
    wifi::Duration boot_limit = std::chrono::minutes{5};     ///< what all but the script may take, wall time
};

struct SystemdPlayed {
    int status = 0;      ///< the script's exit status; 124 where its limit ended it
    double boot_s = 0;   ///< wall time from QEMU's start to the script's first line
    double guest_s = 0;  ///< up to the last stage
    double wall_s = 0;
};

/// What the embedded demonstration does: NetworkManager joins an access point that dies and comes back.
std::string demonstration_script();

/// Leaves a whole folder, or none; a script that fails still leaves its folder.
std::expected<SystemdPlayed, Failure> run_in_systemd(const SystemdRun& run, const Watcher& watcher);

}  // namespace wlanmedic::lab
