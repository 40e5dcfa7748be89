// SPDX-License-Identifier: MIT
// Versions as programs print them.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

#include "machine/probe.h"

namespace wlanmedic::machine {

struct Version {
    unsigned major = 0;
    unsigned minor = 0;

    auto operator<=>(const Version&) const = default;
};

/// The first "N.N" of a text: "wpa_supplicant v2.10", "6.1.0-56-amd64". Nothing where there is none.
std::optional<Version> version_in(std::string_view text);

/// "6.1.0-56-amd64", as `uname -r` prints it; "" where it cannot be asked.
std::string kernel_release(const Probe& probe);

}  // namespace wlanmedic::machine
