// SPDX-License-Identifier: MIT
// What a bug report about this machine's Wi-Fi needs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "machine/probe.h"

namespace wlanmedic::machine {

struct Item {
    std::string name;     ///< of the file in the bundle: "journal.export"
    std::string about;    ///< what it is: the command or the path
    std::string text;     ///< empty where it is missing
    std::string missing;  ///< why it is missing or not whole; empty where it is
};

struct Wanted {
    unsigned hours = 24;
    std::string interface;  ///< only this one; empty for all
};

/// Asks the machine for the log of the last hours, for its interfaces, devices, drivers and settings. Never fails:
/// each tool that is missing or refuses is an item that says so. Nothing is asked for that holds a password.
std::vector<Item> evidence_items(const Probe& probe, const Wanted& wanted);

}  // namespace wlanmedic::machine
