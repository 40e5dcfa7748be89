// SPDX-License-Identifier: MIT
// What tells one sweep from another: where any of it differs, figures of the two do not belong together.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "tune/nights.h"
#include "tune/recorded.h"
#include "tune/space.h"

namespace wlanmedic::tune {

/// An object with a key for each thing that a person would look for: evidence, policy, axes, seed and so on.
nlohmann::ordered_json identity(std::string_view version, const Space& space, const World& world, bool independent,
                                const Recorded& recorded);

}  // namespace wlanmedic::tune
