// SPDX-License-Identifier: MIT
// The files of an initramfs, and the same bytes for the same files: names in order, times zero, everything root's.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "wifi/error.h"

namespace wlanmedic::lab {

/// Names are paths without a leading slash. What stands in a folder makes the folder; a name given again replaces.
/// bin, sbin, lib and lib64 are those of usr, as on an installed Debian: "sbin/iw" becomes "usr/sbin/iw".
class FileTree {
public:
    struct Entry {
        enum class Kind : std::uint8_t { file, folder, link };
        Kind kind = Kind::file;
        std::uint32_t mode = 0644;  ///< permission bits
        std::string content;        ///< of a file its bytes, of a link its target
    };

    void add_file(std::string_view name, std::string content, std::uint32_t mode = 0644);
    void add_link(std::string_view name, std::string target);
    void add_folder(std::string_view name, std::uint32_t mode = 0755);
    bool has(std::string_view name) const;
    const std::map<std::string, Entry>& entries() const { return entries_; }

    /// "usr/sbin/iw" of "/sbin/iw".
    static std::string merged_name(std::string_view name);

private:
    void put(const std::string& name, Entry entry);

    std::map<std::string, Entry> entries_;
};

enum class Packing : std::uint8_t { none, gzip };

/// The tree as a cpio archive, format newc (Linux, Documentation/driver-api/early-userspace/buffer-format.rst),
/// its length a multiple of 4 so that another archive can be put behind it. Errors: no memory, or a name that the
/// format cannot hold.
wifi::Result<std::string> to_cpio(const FileTree& tree, Packing packing);

/// The same into a file. Errors: it cannot be written.
wifi::Result<void> write_cpio(const FileTree& tree, const std::filesystem::path& file, Packing packing);

}  // namespace wlanmedic::lab
