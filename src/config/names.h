// SPDX-License-Identifier: MIT
// Tables of enumerated values and the words that files use for them.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace wlanmedic::config {

template <class Value, std::size_t Count>
using Names = std::array<std::pair<Value, std::string_view>, Count>;

template <class Value, std::size_t Count>
constexpr std::string_view name_in(const Names<Value, Count>& names, Value value) {
    const auto known = std::ranges::find(names, value, &std::pair<Value, std::string_view>::first);
    return known == names.end() ? std::string_view("unknown") : known->second;
}

template <class Value, std::size_t Count>
constexpr std::optional<Value> value_in(const Names<Value, Count>& names, std::string_view name) {
    const auto known = std::ranges::find(names, name, &std::pair<Value, std::string_view>::second);
    return known == names.end() ? std::nullopt : std::optional(known->first);
}

/// "One of a, b, c."
template <class Value, std::size_t Count>
std::string one_of(const Names<Value, Count>& names) {
    std::string list = "One of ";
    for (std::size_t i = 0; i < Count; ++i) {
        if (i > 0) list += ", ";
        list += names[i].second;
    }
    list += '.';
    return list;
}

}  // namespace wlanmedic::config
