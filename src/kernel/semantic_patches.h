// SPDX-License-Identifier: MIT
// The semantic patches of kernel/cocci that are built into the program. Their heads say what each is for:
//   /// One sentence.
//   // Drivers: any, or the names of those it is for
//   // Default: yes, or no for an option
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/embedded_file.h"
#include "wifi/error.h"

namespace wlanmedic::kernel {

struct SemanticPatch {
    std::string name;     ///< "cw1200-faults"
    std::string summary;  ///< one sentence
    std::vector<std::string> drivers;
    bool by_default = false;
    std::string_view text;

    bool is_for(std::string_view driver) const;  ///< of those that name it, or "any"
};

/// kernel/cocci/*.cocci, in the order of their names.
std::span<const config::EmbeddedFile> embedded_semantic_patches();

SemanticPatch read_head(std::string_view name, std::string_view text);

/// In the order of their names, and that is the order in which they are applied.
std::vector<SemanticPatch> semantic_patches();

/// Those that are for this driver by default, and those that are asked for besides. Errors: no patch has that
/// name, or it is for another driver.
wifi::Result<std::vector<SemanticPatch>> chosen_patches(std::string_view driver,
                                                        const std::vector<std::string>& with);

}  // namespace wlanmedic::kernel
