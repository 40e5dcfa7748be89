// SPDX-License-Identifier: MIT
// The guest with systemd in the cache: a minimal Debian 12 with NetworkManager, built by mmdebstrap without root,
// as a disk that runs only read.
//
//   CACHE/systemd/disk.img        ext2, 1 GiB with holes (some 280 MB)
//   CACHE/systemd/initramfs.cpio  busybox and the modules that the disk needs
//   CACHE/systemd/vmlinuz         the kernel that the disk holds the modules of
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "wifi/error.h"

namespace wlanmedic::lab {

struct SystemdImage {
    std::filesystem::path kernel;
    std::filesystem::path initramfs;
    std::filesystem::path disk;
};

/// Of an unpacked linux-image package.
struct KernelTree {
    std::string release;            ///< "6.1.0-56-amd64"
    std::filesystem::path kernel;   ///< boot/vmlinuz-RELEASE
    std::filesystem::path modules;  ///< lib/modules/RELEASE
};

/// Below `root`, the folder that the package was unpacked into. Errors: not there; a release that is no such name.
wifi::Result<KernelTree> find_kernel(const std::filesystem::path& root, const std::string& release);

struct SystemdImageOptions {
    std::filesystem::path cache;
    KernelTree kernel;
    bool refresh = false;                       ///< also where nothing has changed: Debian may have newer packages
    std::string mirror;                         ///< of Debian; empty: deb.debian.org with its security updates
    std::function<void(std::string_view)> say;  ///< hears of each step before it is done
};

/// Does nothing where the image was made of the same kernel, list of packages and lab/systemd/*.
/// Errors: what could not be done, and what to do about it. Two at once in one cache: the second waits.
wifi::Result<SystemdImage> prepare_systemd(const SystemdImageOptions& options);

/// Error: it is not there, with what makes it.
wifi::Result<SystemdImage> find_systemd(const std::filesystem::path& cache);

}  // namespace wlanmedic::lab
