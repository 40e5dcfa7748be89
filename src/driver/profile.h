// SPDX-License-Identifier: MIT
// What is known of one Wi-Fi driver: how its lines in the kernel log begin and what some of them mean, which
// numbers tell whether it lives, how to bring it back, and what is dangerous about that. The file format is
// described in docs/drivers.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/names.h"
#include "config/place.h"
#include "driver/counter.h"
#include "driver/hazard.h"
#include "driver/reset.h"
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

/// The names in a profile.
inline constexpr config::Names<Happening, 6> happening_names{{
    {Happening::firmware_error, "firmware_error"},
    {Happening::decrypt_failure, "decrypt_failure"},
    {Happening::hardware_restarted, "hardware_restarted"},
    {Happening::radio_blocked, "radio_blocked"},
    {Happening::radio_unblocked, "radio_unblocked"},
    {Happening::noted, "noted"},
}};

constexpr std::string_view name_of(Happening happening) { return config::name_in(happening_names, happening); }

struct Pattern {
    Happening happening = Happening::noted;
    std::string text;    ///< driver::Glob found anywhere in the message; never without a literal
    std::string source;  ///< file that prints it: a path in the kernel's tree, or "owner/repository: path"
    config::Place place;
};

struct Profile {
    std::string name;                          ///< "iwlwifi": one name for all modules of a family
    std::string file;                          ///< where it was read
    std::vector<std::string> prefixes;         ///< how lines begin that are this driver's and nobody else's
    std::vector<std::string> modules;          ///< kernel modules; [A-Za-z0-9_-] only, not empty
    std::vector<Pattern> patterns;             ///< the first that matches decides
    std::vector<std::string> shared_prefixes;  ///< how lines begin that others print too: a pattern claims one
    std::vector<Counter> counters;
    std::vector<Reset> resets;
    std::vector<Hazard> hazards;
};

/// A prefix without a literal run of this many bytes would make every line of a log a candidate.
inline constexpr std::size_t min_prefix_literal = 3;

/// Reads one profile. `file` is only named in errors. Any bytes may be given. Errors, with line and column: no
/// TOML, an unknown or missing key, a wrong type, a prefix or pattern that would match everything, a path that a
/// profile may not name.
wifi::Result<Profile> parse_profile(std::string_view toml, std::string file);

/// Far above any profile; a directory may hold a link to a device that never ends.
inline constexpr std::size_t max_profile_size = 1U << 20;

/// Reads the text of a file that should hold a profile. Errors: cannot be read, too long.
wifi::Result<std::string> read_profile_file(const std::string& path);

/// The hazards that forbid this way on such a machine. What is not known of the machine speaks for yes.
std::vector<const Hazard*> hazards_against(const Profile& profile, Method method,
                                           std::optional<KernelVersion> kernel, std::optional<Bus> bus);

/// Whether the driver is, or belongs to, this kernel module. '-' and '_' are the same, as to the kernel.
bool has_module(const Profile& profile, std::string_view module);

}  // namespace wlanmedic::driver
