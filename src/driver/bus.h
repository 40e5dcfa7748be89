// SPDX-License-Identifier: MIT
// The buses that Wi-Fi devices hang on. A driver of several buses is reset differently on each.
#pragma once

#include <cstdint>
#include <string_view>

#include "config/names.h"

namespace wlanmedic::driver {

enum class Bus : std::uint8_t { pci, usb, sdio, platform };

/// As in /sys/bus, and in a profile.
inline constexpr config::Names<Bus, 4> bus_names{{
    {Bus::pci, "pci"},
    {Bus::usb, "usb"},
    {Bus::sdio, "sdio"},
    {Bus::platform, "platform"},
}};

constexpr std::string_view name_of(Bus bus) { return config::name_in(bus_names, bus); }

}  // namespace wlanmedic::driver
