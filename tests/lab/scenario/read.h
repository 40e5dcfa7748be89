// SPDX-License-Identifier: MIT
// Short ways to read a scenario in a test.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "lab/scenario/reader.h"

namespace wlanmedic::lab {

/// Three lines: a scenario that is whole. What a test adds begins in line 4.
inline constexpr std::string_view head = "duration = \"1 h\"\n[[access_point]]\n[[access_point]]\n";

inline wifi::Result<Scenario> read(std::string_view added, const std::vector<Setting>& settings = {}) {
    return read_scenario(std::string(head).append(added), "demo.toml", settings);
}

/// Of a scenario that must be good.
inline Scenario scenario(std::string_view added, const std::vector<Setting>& settings = {}) {
    auto scenario = read(added, settings);
    if (scenario) return *std::move(scenario);
    ADD_FAILURE() << scenario.error().to_string();
    return {};
}

/// "line:column what" of a whole file, or nothing where it is good.
inline std::string complaint_of(std::string_view text, const std::vector<Setting>& settings = {}) {
    const auto scenario = read_scenario(text, "demo.toml", settings);
    if (scenario) return "";
    EXPECT_EQ(scenario.error().file, "demo.toml");
    EXPECT_FALSE(scenario.error().hint.empty()) << scenario.error().what;
    return fmt::format("{}:{} {}", scenario.error().line, scenario.error().column, scenario.error().what);
}

inline std::string complaint(std::string_view added) { return complaint_of(std::string(head).append(added)); }

/// The action of the only step.
template <class Wanted>
Wanted action(std::string_view keys) {
    const auto one = scenario(std::string("[[step]]\n").append(keys));
    if (one.steps.size() == 1)
        if (const auto* const found = std::get_if<Wanted>(&one.steps.front().action)) return *found;
    ADD_FAILURE() << "no such action: " << keys;
    return {};
}

}  // namespace wlanmedic::lab
