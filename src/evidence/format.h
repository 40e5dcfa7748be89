// SPDX-License-Identifier: MIT
// Finds out from the beginning and the end of a file what it holds.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "evidence/input.h"
#include "evidence/log_line.h"

namespace wlanmedic::evidence {

struct Sniffed {
    bool counts = false;                    ///< a counts.toml (evidence/counts.h); nothing else is set then
    LineFormat format = LineFormat::dmesg;  ///< of most lines of the beginning
    Clock clock = Clock::none;              ///< of most lines of the beginning
    bool relative_times = false;            ///< "12.345678: " is the time since the line before (iw event -r)
    bool every_line_counts = false;         ///< times are told as differences: no line may be left out
    int year = 1970;                        ///< of the first line, for times without a year
    /// Where lines carry the kernel's time since boot beside the wall's whole seconds: what to add to the one to
    /// get the other, from the beginning of the file.
    std::optional<wifi::Duration> boot_to_wall;
    std::optional<Stamp> first;
    std::optional<Stamp> last;  ///< of the last 64 KiB, read with the year of the end
};

/// A line without what is no part of it: a byte order mark, zeros before its first character.
std::string_view strip_noise(std::string_view line);

/// Nothing where neither beginning (1 MiB) nor end has a line of a known format.
/// `year`: of the first line, where the user says so; else the file's last change must not lie before its last
/// line.
std::optional<Sniffed> sniff(const Input& input, std::optional<int> year);

}  // namespace wlanmedic::evidence
