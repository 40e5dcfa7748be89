// SPDX-License-Identifier: MIT
// Versions of Linux, to say which kernels a hazard concerns.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wlanmedic::driver {

struct KernelVersion {
    std::uint16_t major = 0;
    std::uint16_t minor = 0;
    std::uint16_t patch = 0;

    auto operator<=>(const KernelVersion&) const = default;
};

/// "6.15", "6.1.192"; and with more behind it, as `uname -r` prints it: "6.1.0-56-amd64". A number that is missing
/// is 0. Nothing where it does not begin with two numbers below 65536.
std::optional<KernelVersion> kernel_version(std::string_view text);

/// "6.15", "6.1.192"
std::string to_string(KernelVersion version);

}  // namespace wlanmedic::driver
