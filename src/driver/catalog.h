// SPDX-License-Identifier: MIT
// All driver profiles together, asked about one kernel message at a time.
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "driver/glob.h"
#include "driver/profile.h"
#include "wifi/error.h"

namespace wlanmedic::driver {

/// The pointers are good until the catalog is changed, moved from, or gone; `device` as long as the message is.
struct Match {
    const Profile* profile = nullptr;
    const Pattern* pattern = nullptr;  ///< null: a line of the driver that no pattern knows
    std::string_view device;  ///< "0000:12:00.0", "1-2:1.2", "mmc2:0001:1", "phy0"; empty where none is named
};

/// Reading from several threads at once is safe.
class Catalog {
public:
    /// The profiles that this binary was built with.
    static Catalog built_in();

    /// Reads DIRECTORY/*.toml in the order of their names. A profile replaces an earlier one of the same name
    /// whole. Errors: the directory or a file in it cannot be read, or is no profile. Then nothing is changed.
    wifi::Result<void> add_directory(const std::filesystem::path& directory);

    /// Adds one profile; it replaces an earlier one of the same name whole.
    void add(Profile profile);

    /// Whose line this is. `kernel_message` is what stands after the log's time stamp, on one line: "iwlwifi
    /// 0000:12:00.0: …"; any bytes may be given. Where prefixes of several profiles fit, the longer one is asked
    /// first; where two drivers print the same text, the first of profiles() is named.
    std::optional<Match> match(std::string_view kernel_message) const;

    const std::vector<Profile>& profiles() const { return profiles_; }

    /// "iwlwifi"; null where none is called so.
    const Profile* by_name(std::string_view name) const;

    /// The driver that a kernel module belongs to: the last part of the link
    /// /sys/class/net/INTERFACE/device/driver/module. Null where none is known.
    const Profile* by_module(std::string_view module) const;

    /// For each prefix its longest literal run, each once, sorted: every message that match() accepts contains
    /// one.
    std::vector<std::string> literals() const;

private:
    struct Route {
        Glob prefix;
        std::size_t profile = 0;  // index
        bool shared = false;
    };

    void add_all(std::vector<Profile> profiles);
    void index();

    std::vector<Profile> profiles_;
    std::vector<std::vector<Glob>> texts_;          // for each profile, for each of its patterns
    std::array<std::vector<Route>, 256> routes_{};  // by first byte of the prefix, longest literals first
};

}  // namespace wlanmedic::driver
