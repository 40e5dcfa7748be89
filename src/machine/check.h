// SPDX-License-Identifier: MIT
// Settings and circumstances that make a Wi-Fi link die, or keep it from coming back.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "machine/interfaces.h"
#include "machine/probe.h"

namespace wlanmedic::machine {

enum class Verdict : std::uint8_t {
    ok,
    trap,
    unknown,  ///< could not be looked at, or what was seen cannot tell
};

std::string_view name_of(Verdict verdict);

struct Check {
    std::string id;  ///< "power_save"
    Verdict verdict = Verdict::unknown;
    std::string interface;  ///< empty where it is the machine's
    std::string because;    ///< what was seen, one sentence
    std::string matters;    ///< what it has to do with an outage, one sentence
    std::string shows;      ///< the command that shows it
    std::string advice;     ///< the command or setting that changes it; empty where there is nothing to change
};

/// What is known of a kernel module that may be dangerous: sentences, none for an unknown or harmless one.
using Hazards = std::function<std::vector<std::string>(std::string_view module)>;

/// All checks, those of the machine first, then of each interface. Never fails: what cannot be seen is unknown.
std::vector<Check> check_machine(const Probe& probe, const Hazards& hazards);

// The parts of it, each in a file of its own.
void check_managers(const Probe& probe, const std::vector<Interface>& interfaces, std::vector<Check>& checks);
void check_network_manager(const Probe& probe, std::vector<Check>& checks);
void check_regulatory(const Probe& probe, std::vector<Check>& checks);
void check_power(const Probe& probe, const Interface& interface, std::vector<Check>& checks);
void check_driver(const Probe& probe, const Interface& interface, const Hazards& hazards,
                  std::vector<Check>& checks);
void check_supplicant(const Probe& probe, const std::vector<Interface>& interfaces, std::vector<Check>& checks);
void check_evidence(const Probe& probe, std::vector<Check>& checks);

}  // namespace wlanmedic::machine
