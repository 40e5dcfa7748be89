// SPDX-License-Identifier: MIT
// Keys of an injected line that may be missing, null, or of another type: then the other value.
#pragma once

#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

namespace wlanmedic::lab {

inline std::string text_of(const nlohmann::ordered_json& keys, const char* name) {
    const auto found = keys.find(name);
    return found != keys.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

/// Finite.
inline double number_of(const nlohmann::ordered_json& keys, const char* name, double otherwise) {
    const auto found = keys.find(name);
    if (found == keys.end() || !found->is_number()) return otherwise;
    const auto value = found->get<double>();
    return std::isfinite(value) ? value : otherwise;
}

}  // namespace wlanmedic::lab
