// SPDX-License-Identifier: MIT
// What a manifest says of the machine, from files and programs: no lock of the network is taken for it.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "machine/probe.h"

namespace wlanmedic::capture {

using Json = nlohmann::ordered_json;

/// What could not be had, and why; goes into the manifest too.
struct Unknowns {
    Json list = Json::array();
    void add(std::string what, std::string because);
};

/// {"release", "version", "machine"}
Json kernel_facts();
/// {"vendor", "product", "board", "model", "operating_system"}, those that are known
Json machine_facts(const machine::Probe& probe);
/// cfg80211 and whatever stands on it: [{"name", "version", "srcversion", "taint", "used_by"}]
Json module_facts(const machine::Probe& probe);
/// wpa_supplicant, NetworkManager, iwd: [{"name", "version", "running"}], those that are installed or run
Json program_facts(const machine::Probe& probe, Unknowns& unknowns);
/// Of each wireless interface {"name", "phy", "driver", "module", "bus", "modalias", "vendor", "device", …} by
/// sysfs.
Json interface_facts(const machine::Probe& probe);

}  // namespace wlanmedic::capture
