// SPDX-License-Identifier: MIT
// Of the JSON of `wlanmedic explain` what is compared: outages and stalls of one interface.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lab/truth/truth.h"

namespace wlanmedic::lab {

struct Told {
    std::uint64_t number = 0;  ///< outage: id; stall: place in the list, from 1
    std::string kind;          ///< outage: class
    std::optional<wifi::Instant> start;
    std::optional<wifi::Instant> end;
};

struct Explained {
    std::vector<Told> outages;
    std::vector<Told> stalls;
};

/// Errors: no JSON, not of the schema wlanmedic.explain/1 in what is read here.
wifi::Result<Explained> read_explained(std::string_view json, std::string_view interface);

}  // namespace wlanmedic::lab
