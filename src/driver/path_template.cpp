// SPDX-License-Identifier: MIT
#include "driver/path_template.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace wlanmedic::driver {

namespace {

constexpr std::array<std::pair<std::string_view, std::string DeviceNames::*>, 7> placeholders{{
    {"interface", &DeviceNames::interface},
    {"phy", &DeviceNames::phy},
    {"device", &DeviceNames::device},
    {"parent", &DeviceNames::parent},
    {"bus", &DeviceNames::bus},
    {"driver", &DeviceNames::driver},
    {"module", &DeviceNames::module},
}};

std::string DeviceNames::* find(std::string_view name) {
    const auto* const known =
        std::ranges::find(placeholders, name, &std::pair<std::string_view, std::string DeviceNames::*>::first);
    return known == placeholders.end() ? nullptr : known->second;
}

bool can_be_in_a_path(std::string_view name) {
    return !name.empty() && name != "." && name.find("..") == std::string_view::npos &&
           std::ranges::all_of(name, [](char c) { return c > ' ' && c != '/' && c != '\\' && c != '\x7f'; });
}

// Hands `text` between placeholders and the names of these, in their order, to the two functions.
template <class OnText, class OnName>
std::optional<std::string> walk(std::string_view text, OnText on_text, OnName on_name) {
    while (!text.empty()) {
        const auto open = text.find_first_of("{}");
        on_text(text.substr(0, open));
        if (open == std::string_view::npos) return std::nullopt;
        text.remove_prefix(open);
        const auto close = text.find('}');
        if (text.front() == '}' || close == std::string_view::npos) return "a brace has no other half";
        const auto name = text.substr(1, close - 1);
        const auto member = find(name);
        if (member == nullptr) return fmt::format("{{{}}} is no name that can be filled in", name);
        if (auto fault = on_name(name, member)) return fault;
        text.remove_prefix(close + 1);
    }
    return std::nullopt;
}

}  // namespace

bool is_module_name(std::string_view name) {
    return !name.empty() && name.front() != '-' && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

std::optional<std::string> template_fault(std::string_view text) {
    return walk(
        text, [](std::string_view) {},
        [](std::string_view, std::string DeviceNames::*) { return std::optional<std::string>(); });
}

wifi::Result<std::string> filled_in(std::string_view text, const DeviceNames& names) {
    std::string filled;
    const auto fault = walk(
        text, [&](std::string_view part) { filled += part; },
        [&](std::string_view name, std::string DeviceNames::* member) -> std::optional<std::string> {
            const std::string& value = names.*member;
            if (value.empty()) return fmt::format("the {} is not known", name);
            if (!can_be_in_a_path(value) || (name == "module" && !is_module_name(value)))
                return fmt::format("\"{}\" cannot be the {}", value, name);
            filled += value;
            return std::nullopt;
        });
    if (fault) return std::unexpected(wifi::Error{*fault, "", 0, 0, fmt::format("Needed for {}", text)});
    return filled;
}

}  // namespace wlanmedic::driver
