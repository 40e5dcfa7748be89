// SPDX-License-Identifier: MIT
// What is known of one Wi-Fi driver: how its lines in the kernel log begin and what some of them mean.
// The file format is described in docs/drivers.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "wifi/error.h"

namespace wlanmedic::driver {

enum class Happening : std::uint8_t {
    firmware_error,      ///< firmware or device died, crashed, asserted, or stopped answering
    decrypt_failure,     ///< one received frame could not be decrypted
    hardware_restarted,  ///< the driver itself says that it has started the device anew
    radio_blocked,       ///< the radio was taken off the air: a switch, or the device's own protection from heat
    radio_unblocked,
    noted,  ///< understood, and no reason to suspect anything
};

/// "firmware_error": the name in a profile.
std::string_view name_of(Happening happening);

struct Pattern {
    Happening happening = Happening::noted;
    std::string text;    ///< driver::Glob found anywhere in the message; never without a literal
    std::string source;  ///< file that prints it: a path in the kernel's tree, or "owner/repository: path"
};

struct Profile {
    std::string name;                          ///< "iwlwifi": one name for all modules of a family
    std::vector<std::string> prefixes;         ///< how lines begin that are this driver's and nobody else's
    std::vector<std::string> modules;          ///< kernel modules; [A-Za-z0-9_-] only, not empty
    std::vector<Pattern> patterns;             ///< the first that matches decides
    std::vector<std::string> shared_prefixes;  ///< how lines begin that others print too: a pattern claims one
};

/// A prefix without a literal run of this many bytes would make every line of a log a candidate.
inline constexpr std::size_t min_prefix_literal = 3;

/// Reads one profile. `file` is only named in errors. Any bytes may be given. Errors, with line and column: no
/// TOML, an unknown or missing key, a wrong type, a prefix or pattern that would match everything.
wifi::Result<Profile> parse_profile(std::string_view toml, std::string file);

}  // namespace wlanmedic::driver
