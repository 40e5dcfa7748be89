// SPDX-License-Identifier: MIT
#include "lab/medium/names.h"

#include <algorithm>

namespace wlanmedic::lab {
namespace {

template <class Value, std::size_t count>
using Names = std::array<std::pair<Value, std::string_view>, count>;

// All that the enumerations have is in the tables.
template <class Value, std::size_t count>
std::string_view name_in(const Names<Value, count>& names, Value value) {
    return std::ranges::find(names, value, &Names<Value, count>::value_type::first)->second;
}

}  // namespace

std::string_view to_text(Rule::Effect effect) { return name_in(effect_names, effect); }
std::string_view to_text(Treatment treatment) { return name_in(treatment_names, treatment); }
std::string_view to_text(Wedge::Path path) { return name_in(wedge_path_names, path); }
std::string_view to_text(Wedge::Kind kind) { return name_in(wedge_kind_names, kind); }

}  // namespace wlanmedic::lab
