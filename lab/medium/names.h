// SPDX-License-Identifier: MIT
// What a medium does, in the words of scenarios and of injected.jsonl: the names of rule.h with '-' for '_'. The
// tables are such as config::TableReader reads by.
#pragma once

#include <array>
#include <string_view>
#include <utility>

#include "lab/medium/rule.h"

namespace wlanmedic::lab {

inline constexpr std::array<std::pair<Rule::Effect, std::string_view>, 4> effect_names{{
    {Rule::Effect::pass, "pass"},
    {Rule::Effect::drop, "drop"},
    {Rule::Effect::drop_acknowledged, "drop-acknowledged"},
    {Rule::Effect::delay, "delay"},
}};
inline constexpr std::array<std::pair<Treatment, std::string_view>, 4> treatment_names{{
    {Treatment::reassociation, "reassociation"},
    {Treatment::link, "link"},
    {Treatment::restart, "restart"},
    {Treatment::bus_reset, "bus-reset"},
}};
inline constexpr std::array<std::pair<Wedge::Path, std::string_view>, 3> wedge_path_names{{
    {Wedge::Path::receive, "receive"},
    {Wedge::Path::transmit, "transmit"},
    {Wedge::Path::both, "both"},
}};
inline constexpr std::array<std::pair<Wedge::Kind, std::string_view>, 3> wedge_kind_names{{
    {Wedge::Kind::unacknowledged, "unacknowledged"},
    {Wedge::Kind::acknowledged, "acknowledged"},
    {Wedge::Kind::intermittent, "intermittent"},
}};

std::string_view to_text(Rule::Effect effect);
std::string_view to_text(Treatment treatment);
std::string_view to_text(Wedge::Path path);
std::string_view to_text(Wedge::Kind kind);

}  // namespace wlanmedic::lab
