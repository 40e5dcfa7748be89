// SPDX-License-Identifier: MIT
// Which packages the lab takes, in which versions: chosen once, then kept until a refresh.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "lab/host/apt.h"
#include "wifi/error.h"

namespace wlanmedic::lab {

struct Selection {
    std::string kernel_package;     ///< as asked for: "linux-image-amd64"
    std::string kernel_release;     ///< "6.1.0-56-amd64"
    std::vector<Package> packages;  ///< kernel, headers, programs and their libraries
};

/// Asks apt. Errors: a package that the system's sources do not have.
wifi::Result<Selection> select_packages(const Apt& apt, const std::string& kernel_package);

/// What the guest's programs are of: base_packages() and manager_packages().
std::vector<std::string> guest_packages();

/// `programs`: the names of the packages that were asked for.
std::string to_json(const Selection& selection, const std::vector<std::string>& programs = guest_packages());

/// Nothing where it is not there, cannot be understood, or was made for other packages than this program takes
/// now.
std::optional<Selection> read_selection(const std::filesystem::path& file,
                                        const std::vector<std::string>& programs = guest_packages());

}  // namespace wlanmedic::lab
