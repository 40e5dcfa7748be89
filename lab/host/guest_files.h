// SPDX-License-Identifier: MIT
// Which files of the unpacked packages the guest has.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "lab/host/cpio.h"
#include "wifi/error.h"

namespace wlanmedic::lab {

/// Packages whose programs are in every guest, and those of the second layer and of the tools'.
std::vector<std::string> base_packages();
std::vector<std::string> manager_packages();
std::vector<std::string> tool_packages();

/// Modules that the guest loads, in the order in which they are asked for; what they depend on is not named.
std::vector<std::string> base_modules();
std::vector<std::string> manager_modules();
std::vector<std::string> tool_modules();

/// busybox with its applets, hostapd, wpa_supplicant, iw, ip, stdbuf, their libraries, the regulatory database and
/// the few files of /etc. `root` is where the packages were unpacked, one over the other.
/// Errors: a program or library that the packages do not hold.
wifi::Result<FileTree> base_files(const std::filesystem::path& root);

/// D-Bus, NetworkManager and iwd with what `base` has not.
wifi::Result<FileTree> manager_files(const std::filesystem::path& root, const FileTree& base);

/// Other recorders and what looks at processes: iwmon, systemd-journald, journalctl, strace, tcpdump, trace-cmd.
wifi::Result<FileTree> tool_files(const std::filesystem::path& root, const FileTree& base);

/// Puts the libraries that the ELF files of `tree` want into it, and those that these want, where neither `tree`
/// nor `below` has them. Errors: a library that is nowhere in `root`.
wifi::Result<void> add_libraries(FileTree& tree, const FileTree& below, const std::filesystem::path& root);

}  // namespace wlanmedic::lab
