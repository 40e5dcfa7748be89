// SPDX-License-Identifier: MIT
// Who rules the joining of an access point: the kernel's mac80211, or the device itself.
#pragma once

#include <cstdint>
#include <string_view>

namespace wlanmedic::machine {

enum class MacKind : std::uint8_t {
    reports_status,  ///< mac80211, and the driver tells it whether a frame was acknowledged
    own,             ///< driver or firmware join by themselves
    unknown,         ///< of another driver
};

/// By the kernel module of an interface's device.
MacKind mac_kind(std::string_view module);

}  // namespace wlanmedic::machine
