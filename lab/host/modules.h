// SPDX-License-Identifier: MIT
// The modules of an unpacked kernel package, and in which order they must be loaded.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "lab/host/cpio.h"
#include "wifi/error.h"

namespace wlanmedic::lab {

class Modules {
public:
    /// `tree` is lib/modules/RELEASE: its files *.ko, *.ko.xz, … and its modules.builtin.
    /// Errors: no modules there.
    static wifi::Result<Modules> open(const std::filesystem::path& tree);

    /// The modules with all that they depend on, each once and behind what it depends on; what is built into the
    /// kernel is left out. "ghash-generic" and "ghash_generic" are the same. The names are those of the files
    /// without their endings. Errors: a module that the kernel does not have; modules that depend on each other.
    wifi::Result<std::vector<std::string>> load_order(const std::vector<std::string>& names) const;

    /// The bytes of a module that load_order named, unpacked.
    wifi::Result<std::string> read(const std::string& name) const;

    bool has(const std::string& name) const;

private:
    struct Visit;
    wifi::Result<void> visit(const std::string& name, const std::string& wanted_by, Visit& state) const;

    std::filesystem::path tree_;
    std::map<std::string, std::filesystem::path> files_;  // by name with _ for -
    std::set<std::string> built_in_;
};

/// Puts them into lab/modules/ of the guest, stripped; `scratch` is a file that may be written. What the order
/// file of the layer says of them: "NAME.ko", a line each.
wifi::Result<std::string> add_modules(FileTree& tree, const Modules& modules,
                                      const std::vector<std::string>& names, const std::filesystem::path& scratch);

}  // namespace wlanmedic::lab
