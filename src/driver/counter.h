// SPDX-License-Identifier: MIT
// A number that a driver exposes and that tells whether reception, transmission or the firmware lives.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/names.h"
#include "config/place.h"
#include "driver/bus.h"

namespace wlanmedic::driver {

enum class Counted : std::uint8_t {
    frames_received,
    frames_sent,
    frames_waiting,  ///< handed to the device or queued for it, not yet confirmed
    beacons_received,
    beacons_missed,
    receive_errors,  ///< frames that arrived broken
    decrypt_failures,
    transmit_failures,
    transmit_timeouts,
    commands_failed,  ///< commands that the firmware did not take or answer
    bus_errors,
    firmware_crashes,
    resets,      ///< of the device, by whomever
    interrupts,  ///< signs of life from the device
};

/// What a change of a counter means while the interface is associated.
enum class Sign : std::uint8_t {
    alive,    ///< standing still is a reason to suspect the device
    trouble,  ///< each step is a failure
    backlog,  ///< not falling back to zero for seconds is a reason to suspect the device
    neutral,
};

inline constexpr config::Names<Counted, 14> counted_names{{
    {Counted::frames_received, "frames_received"},
    {Counted::frames_sent, "frames_sent"},
    {Counted::frames_waiting, "frames_waiting"},
    {Counted::beacons_received, "beacons_received"},
    {Counted::beacons_missed, "beacons_missed"},
    {Counted::receive_errors, "receive_errors"},
    {Counted::decrypt_failures, "decrypt_failures"},
    {Counted::transmit_failures, "transmit_failures"},
    {Counted::transmit_timeouts, "transmit_timeouts"},
    {Counted::commands_failed, "commands_failed"},
    {Counted::bus_errors, "bus_errors"},
    {Counted::firmware_crashes, "firmware_crashes"},
    {Counted::resets, "resets"},
    {Counted::interrupts, "interrupts"},
}};

inline constexpr config::Names<Sign, 4> sign_names{{
    {Sign::alive, "alive"},
    {Sign::trouble, "trouble"},
    {Sign::backlog, "backlog"},
    {Sign::neutral, "neutral"},
}};

/// "frames_received": the name in a profile.
std::string_view name_of(Counted counted);
std::string_view name_of(Sign sign);
Sign sign_of(Counted counted);

struct Counter {
    std::string name;  ///< [a-z0-9_], one in the profile
    Counted counts = Counted::frames_received;
    std::string path;          ///< below /sys or /proc, a path template; '*' stands for what varies in one name
    std::string ethtool;       ///< name among those of `ethtool -S`; either this or path is set
    std::string key;           ///< how lines of the file begin that hold it; empty: the file holds nothing else
    std::uint32_t column = 1;  ///< which number behind the key, from 1
    std::vector<Bus> buses;    ///< empty: all
    bool asks_firmware =
        false;          ///< reading it sends a command: blocks, or makes things worse, where the device is dead
    std::string needs;  ///< what the kernel must be built with, or what else must be so; may be empty
    std::string source;
    config::Place place;
};

/// The value in the text of its file: the sum over the lines that begin with the key, after blanks, and where no
/// letter, digit, '_' or '-' follows it; of a file without a key its first line with a number. Numbers are
/// decimal, or hexadecimal after "0x"; one that is too large counts as the largest. Nothing where there is none:
/// not zero.
std::optional<std::uint64_t> value_in(const Counter& counter, std::string_view text);

}  // namespace wlanmedic::driver
