// SPDX-License-Identifier: MIT
// Names for what the evidence tells as it happens, each with the line that tells it: `when = "comeback"`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lab/scenario/scenario.h"

namespace wlanmedic::lab {

/// Nothing where no manager's evidence tells it, or where there is no such name.
std::optional<Happening> happening_named(std::string_view name, Manager manager);

/// Known names, in order of docs/lab.md, also of those that the manager does not tell.
std::vector<std::string_view> happening_names();

/// `words` in their order, anywhere in the line, without overlap.
bool tells(const Happening& happening, std::string_view line);

/// Whether such a file is among the evidence: "iw-event", "dmesg", the managers' logs, "hostapd-…" of an
/// access point that the scenario has.
bool is_source(std::string_view source, const Scenario& scenario);

/// For messages: "iw-event, dmesg, wpa_supplicant, hostapd-ap1, …".
std::string sources_of(const Scenario& scenario);

}  // namespace wlanmedic::lab
