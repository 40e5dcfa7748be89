// SPDX-License-Identifier: MIT
#include "evidence/counter_values.h"

#include <charconv>

namespace wlanmedic::evidence {
namespace {

struct Told {
    std::string_view name;
    std::int64_t value = 0;
    bool difference = false;
};

// "rx_packets=+12"; values of 64 bits without a sign above the largest with one are kept as they wrap.
std::optional<Told> word(std::string_view text) {
    const std::size_t equals = text.rfind('=');
    if (equals == std::string_view::npos || equals == 0 || equals + 1 == text.size()) return std::nullopt;
    Told told{.name = text.substr(0, equals)};
    std::string_view number = text.substr(equals + 1);
    const bool minus = number.front() == '-';
    told.difference = minus || number.front() == '+';
    if (told.difference) number.remove_prefix(1);
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    if (error != std::errc{} || end != number.data() + number.size()) return std::nullopt;
    told.value = static_cast<std::int64_t>(minus ? std::uint64_t{0} - value : value);
    return told;
}

}  // namespace

std::vector<wifi::Counter> CounterValues::take(std::string_view interface, std::string_view told,
                                               bool& malformed) {
    auto found = interfaces_.find(interface);
    if (found == interfaces_.end()) {
        if (interfaces_.size() >= most_interfaces) {
            malformed = true;
            return {};
        }
        found =
            interfaces_.emplace(std::string(interface), std::map<std::string, std::int64_t, std::less<>>{}).first;
    }
    auto& values = found->second;
    while (!told.empty()) {
        const std::size_t blank = told.find(' ');
        const std::string_view text = told.substr(0, blank);
        told.remove_prefix(blank == std::string_view::npos ? told.size() : blank + 1);
        if (text.empty()) continue;
        const auto one = word(text);
        if (!one) {
            malformed = true;
            continue;
        }
        auto known = values.find(one->name);
        if (known == values.end()) {
            if (values.size() >= most_counters) {
                malformed = true;
                continue;
            }
            known = values.emplace(std::string(one->name), 0).first;
        }
        // Sums of foreign numbers wrap.
        known->second = one->difference ? static_cast<std::int64_t>(static_cast<std::uint64_t>(known->second) +
                                                                    static_cast<std::uint64_t>(one->value))
                                        : one->value;
    }
    std::vector<wifi::Counter> all;
    all.reserve(values.size());
    for (const auto& [name, value] : values) all.push_back({.name = name, .value = value});
    return all;
}

std::optional<std::int64_t> measured_in(std::string_view told, std::string_view name) {
    while (!told.empty()) {
        const std::size_t blank = told.find(' ');
        std::string_view text = told.substr(0, blank);
        told.remove_prefix(blank == std::string_view::npos ? told.size() : blank + 1);
        if (!text.starts_with(name) || !text.substr(name.size()).starts_with('=')) continue;
        text.remove_prefix(name.size() + 1);
        std::int64_t value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
        return value;
    }
    return std::nullopt;
}

}  // namespace wlanmedic::evidence
