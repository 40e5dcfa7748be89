// SPDX-License-Identifier: MIT
#include "lab/scenario/chip.h"

#include <fmt/format.h>

#include <algorithm>

#include "lab/scenario/names.h"

namespace wlanmedic::lab {

namespace {

constexpr std::size_t longest_name = 55;  // MODULE_NAME_LEN less its end (include/linux/moduleparam.h)
constexpr std::size_t longest_value = 200;

bool is_parameter(std::string_view name) {
    return !name.empty() && name.size() <= longest_name && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
}

// What the kernel takes as one word (kernel/params.c, next_arg), without what would need to be quoted.
bool is_value(std::string_view value) {
    return !value.empty() && value.size() <= longest_value &&
           std::ranges::all_of(value, [](char c) { return c > ' ' && c <= '~' && c != '"' && c != '\''; });
}

std::optional<std::string> value_of(const toml::node& node) {
    if (const auto text = node.value_exact<std::string>(); text && is_value(*text)) return text;
    if (const auto number = node.value_exact<std::int64_t>()) return fmt::format("{}", *number);
    if (const auto flag = node.value_exact<bool>()) return *flag ? "Y" : "N";
    return std::nullopt;
}

std::optional<std::vector<GuardParameter>> guard_of(ScenarioReader& file) {
    const auto* const node = file.node("guard");
    if (node == nullptr) return std::nullopt;
    const auto* const table = node->as_table();
    if (table == nullptr) {
        file.fault("guard", "\"guard\" is not a table", "Begin it with a line [guard].");
        return std::nullopt;
    }
    std::vector<GuardParameter> parameters;
    for (const auto& [key, value] : *table) {
        const auto text = value_of(value);
        if (!is_parameter(key.str()))
            file.fault(value, fmt::format("\"{}\" is no name of a module's parameter", key.str()),
                       "Small letters, digits and '_'; modinfo connloss_guard.ko lists those that there are.");
        else if (!text)
            file.fault(value, fmt::format("\"{}\" is not a value for a module's parameter", key.str()),
                       "A whole number, true, false, or a text without blanks and quotation marks.");
        else
            parameters.push_back({.name = std::string(key.str()), .value = *text});
    }
    return parameters;
}

}  // namespace

std::optional<Chip> read_chip(ScenarioReader& station, ScenarioReader& file) {
    if (!station.has("chip")) {
        if (station.has("driver"))
            station.fault("driver", "only a chip has a driver to choose",
                          "Add chip = \"cw1200\", or take it away.");
        refuse_guard_alone(file);
        return std::nullopt;
    }
    Chip chip;
    chip.model = station.value("chip", chip_names, "chip");
    chip.guard = guard_of(file);
    chip.driver = station.optional_value("driver", driver_names, "driver",
                                         chip.guard ? Chip::Driver::patched : Chip::Driver::stock);
    if (chip.driver == Chip::Driver::patched && !chip.guard)
        station.fault("driver", "the patched driver calls the guard, which is not there",
                      "Add a line [guard], or write driver = \"stock\".");
    return chip;
}

void refuse_guard_alone(ScenarioReader& file) {
    if (file.has("guard"))
        file.fault("guard", "there is no chip that the guard could guard",
                   "Add [station] with chip = \"cw1200\".");
}

void refuse_what_chips_lack(ScenarioReader& station, const Scenario& scenario) {
    if (!scenario.station.chip) return;
    if (scenario.station.manager != Manager::wpa_supplicant)
        station.fault("manager", "a chip's station is managed by wpa_supplicant alone",
                      "Write manager = \"wpa_supplicant\", or take \"chip\" away.");
    const bool protects = scenario.station.chip->model != Chip::Model::cw1200;
    for (const auto& access_point : scenario.access_points)
        if (!protects && !access_point.foreign && access_point.pmf == ManagementProtection::required)
            station.fault("chip", fmt::format("the driver cw1200 cannot join \"{}\"", access_point.name),
                          "It has no management frame protection: write pmf = \"off\" or pmf = \"optional\".");
}

void refuse_for_chip(ScenarioReader& reader, const Scenario& scenario, const char* key) {
    if (scenario.station.chip)
        reader.fault(key, "the station is a chip, whose inside is not the medium's",
                     "Write do = \"chip-fault\" for what is wrong inside of it.");
}

void require_chip(ScenarioReader& reader, const Scenario& scenario) {
    if (!scenario.station.chip)
        reader.fault("do", "the station is no chip", "Add [station] with chip = \"cw1200\".");
}

}  // namespace wlanmedic::lab
