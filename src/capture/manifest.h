// SPDX-License-Identifier: MIT
// The first record of each part: what machine, what radios, what programs. docs/run-file.md, "The manifest".
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "capture/child_told.h"
#include "capture/run_clock.h"
#include "runfile/record.h"

namespace wlanmedic::capture {

/// What only the recording knows.
struct RunFacts {
    std::string run;             ///< 32 hexadecimal digits, random; alike in all parts
    std::uint32_t part = 1;      ///< from 1
    std::uint64_t sequence = 0;  ///< the last number before this part
    ClockReading clock;          ///< at the beginning of the part
    std::string version;         ///< wlanmedic's
    std::vector<std::string> command_line;
    std::vector<std::string> missing;  ///< sources that are known not to be there
};

struct Manifest {
    runfile::Text text;  ///< of kind `manifest`
    /// False: the kernel did not answer in time: a driver hangs, with the lock that all network configuration
    /// takes.
    bool kernel_answers = true;
};

/// Asks files, programs, and the kernel: what `iw dev`, `iw reg get`, `iw dev … get power_save`, `iw dev … scan
/// dump` and `ethtool -i` ask, nothing that reaches the radio. A child process asks: a hanging driver hangs the
/// child, which is left behind. Waits as long as `patience`, and may do so in any thread.
ChildTold ask_machine(std::chrono::milliseconds patience = std::chrono::seconds{3});

/// With what the machine told until then, and what it did not tell, and why.
Manifest manifest_of(const RunFacts& run, const ChildTold& machine);

/// A random number of 128 bits, 32 hexadecimal digits.
std::string new_run_id();

}  // namespace wlanmedic::capture
