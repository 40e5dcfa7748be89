// SPDX-License-Identifier: MIT
// What `lab prepare` leaves in the cache, and what a run needs of it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "lab/scenario/scenario.h"
#include "wifi/error.h"

namespace wlanmedic::lab {

struct Prepared {
    std::string kernel_release;          ///< "6.1.0-56-amd64"
    std::filesystem::path kernel;        ///< vmlinux, or vmlinuz where it cannot be unpacked
    std::filesystem::path initramfs;     ///< cpio: the programs and modules of every scenario
    std::filesystem::path with_manager;  ///< cpio, put behind the first: D-Bus, NetworkManager, iwd
    std::filesystem::path
        with_tools;                  ///< cpio, there only after `prepare --tools`: what scenarios with tools have
    std::filesystem::path recorder;  ///< cpio, put behind it: wlanmedic itself, with its libraries
};

/// --cache, else $XDG_CACHE_HOME/wlanmedic/lab, else ~/.cache/wlanmedic/lab.
std::filesystem::path default_cache();

/// The program that is /init in the guest: beside the running program, in the build tree that the running program
/// is of, or where packages put it. Empty where there is none.
std::filesystem::path guest_program();

/// The initramfs is that of guest_program() if there is one, else the one that was prepared last. The recorder is
/// `program`, a wlanmedic; the one that was prepared last where it is empty.
/// Errors: what is missing, with "wlanmedic lab prepare" as what to do.
wifi::Result<Prepared> find_prepared(const std::filesystem::path& cache,
                                     const std::filesystem::path& program = {});

/// The cache, and a tree of the driver bes2600 where there is one: what modules of chips are built of.
struct ModulesPlace {
    std::filesystem::path cache;
    std::filesystem::path bes2600;
};

/// The layer with the guard, drivers and chips, for a scenario with a chip. Errors: it is not prepared, or a tree
/// of bes2600 is needed and not named.
wifi::Result<std::filesystem::path> modules_for(const Scenario& scenario, const ModulesPlace& place);

/// What the guest boots from, in this order; modules of chips are last. Errors: the scenario wants tools or such
/// modules, and they are not prepared.
wifi::Result<std::vector<std::filesystem::path>> archives_for(const Scenario& scenario, const Prepared& prepared,
                                                              const ModulesPlace& place);

/// For prepare(): the places of the archives with these programs, and the note that find_prepared reads.
std::filesystem::path guest_initramfs(const std::filesystem::path& cache, std::string_view program);
std::filesystem::path recorder_archive(const std::filesystem::path& cache, std::string_view program);
wifi::Result<void> write_prepared(const std::filesystem::path& cache, const Prepared& prepared);

}  // namespace wlanmedic::lab
