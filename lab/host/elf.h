// SPDX-License-Identifier: MIT
// What the lab must know of an ELF file (64 bits, little-endian): the libraries that a program wants, and what a
// kernel module says of itself. Read by section headers, which Debian's programs and all kernel modules have.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wlanmedic::lab {

/// Whether these bytes begin as an ELF file of this machine does; other files are carried as they are.
bool is_elf(std::string_view bytes);

/// The bytes of a section, ".modinfo"; nothing where there is none or the headers point outside of the file.
std::optional<std::string_view> elf_section(std::string_view bytes, std::string_view name);

struct Wanted {
    std::string interpreter;             ///< "/lib64/ld-linux-x86-64.so.2"; empty for a library
    std::vector<std::string> libraries;  ///< DT_NEEDED in their order: "libc.so.6"
    std::string run_path;                ///< DT_RUNPATH or DT_RPATH, colons between folders
};

/// What the dynamic loader would look for; empty for a static program or one that cannot be read.
Wanted wanted_of(std::string_view bytes);

struct ModuleInformation {
    std::string name;                  ///< "mac80211_hwsim"
    std::vector<std::string> depends;  ///< names of modules, as the kernel spells them
};

/// From .modinfo; nothing where these bytes are no kernel module.
std::optional<ModuleInformation> module_information(std::string_view bytes);

}  // namespace wlanmedic::lab
