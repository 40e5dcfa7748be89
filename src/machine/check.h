// SPDX-License-Identifier: MIT
// Settings and circumstances that make a Wi-Fi link die, or keep it from coming back.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
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

/// Something that is known to go wrong with a driver on such a machine.
struct DriverHazard {
    std::string what;
    std::string applies;               ///< when, where a program cannot find that out; may be empty
    std::string source;                ///< who says so
    std::vector<std::string> forbids;  ///< ways to reset the device that are not to be used: "module_reload"
};

struct DriverKnowledge {
    std::string profile;  ///< "mt76"
    std::vector<DriverHazard> hazards;
    std::vector<std::string> left;  ///< ways to reset the device that no hazard forbids
};

/// What is known of the interface's driver with this kernel ("6.1.0-56-amd64", or empty where it is not known);
/// nothing where nobody has written it down. Profiles are no business of this folder.
using Hazards =
    std::function<std::optional<DriverKnowledge>(const Interface& interface, std::string_view kernel_release)>;

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
void check_comeback(const Probe& probe, const std::vector<Interface>& interfaces, std::vector<Check>& checks);

}  // namespace wlanmedic::machine
