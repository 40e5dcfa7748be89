// SPDX-License-Identifier: MIT
// QEMU as a child, and what comes out of its three serial ports: the console, the progress, the results. Each port
// is a file in memory: a file never makes the writer wait, and so the host's pace cannot reach the guest's clock.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "lab/host/memory_file.h"
#include "lab/host/progress.h"
#include "wifi/error.h"
#include "wifi/instant.h"

namespace wlanmedic::lab {

/// $WLANMEDIC_QEMU, else "qemu-system-x86_64".
std::string default_emulator();

struct Machine {
    std::string emulator = default_emulator();
    std::filesystem::path kernel;
    std::string initrd;   ///< a path that QEMU can open
    wifi::Instant clock;  ///< what the guest's clock reads at boot; whole seconds
    std::uint64_t seed = 1;
    bool realtime = false;  ///< else virtual time: one CPU, which jumps while it is idle
    unsigned cpus = 1;      ///< with `realtime`
    unsigned memory_mib = 512;
    std::vector<std::string> disks;  ///< raw images, paths that QEMU can open; what the guest writes is lost
    std::string parameters;          ///< of the kernel, beside those of every guest
};

/// Without serial ports.
std::vector<std::string> emulator_command(const Machine& machine);

struct Recording {
    std::string console;
    std::vector<Stage> stages;
    MemoryFile results;
    std::string messages;  ///< QEMU's own
    bool done = false;     ///< the guest said so, and then powered off

    /// Why not: one sentence; empty where done.
    std::string trouble;
    std::string hint;
    int signal = 0;  ///< interrupted() by this one
};

struct Limits {
    wifi::Duration wall;
    std::uint64_t console_bytes = 64U << 20U;
    std::uint64_t progress_bytes = 16U << 20U;
    std::uint64_t results_bytes = 1U << 30U;
};

/// Called with each new stage, and some times a second with the last one.
using Watcher = std::function<void(const Stage&)>;

/// Until QEMU has ended, for whatever reason. `inherit`: descriptors that QEMU needs for its paths.
/// Error: QEMU could not be started.
wifi::Result<Recording> play(const Machine& machine, const std::vector<int>& inherit, const Limits& limits,
                             const Watcher& watcher);

/// The last `count` lines that are not empty.
std::vector<std::string> last_lines(std::string_view text, std::size_t count);

}  // namespace wlanmedic::lab
