// SPDX-License-Identifier: MIT
#include "lab/scenario/duration.h"

#include <array>
#include <charconv>
#include <cstdint>

namespace wlanmedic::lab {

namespace {

struct Unit {
    std::string_view name;
    std::int64_t nanoseconds;
};
constexpr std::array<Unit, 5> units{{
    {"h", 3'600'000'000'000},
    {"min", 60'000'000'000},
    {"s", 1'000'000'000},
    {"ms", 1'000'000},
    {"us", 1'000},
}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

void skip_blanks(std::string_view& rest) {
    while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
}

std::string_view take_digits(std::string_view& rest) {
    std::size_t size = 0;
    while (size < rest.size() && is_digit(rest[size])) ++size;
    const auto digits = rest.substr(0, size);
    rest.remove_prefix(size);
    return digits;
}

std::string_view take_word(std::string_view& rest) {
    std::size_t size = 0;
    while (size < rest.size() && rest[size] >= 'a' && rest[size] <= 'z') ++size;
    const auto word = rest.substr(0, size);
    rest.remove_prefix(size);
    return word;
}

// `decimals`: what follows the point.
std::optional<std::int64_t> nanoseconds_of(std::string_view whole, std::string_view decimals, std::int64_t unit) {
    std::int64_t number = 0;
    if (std::from_chars(whole.data(), whole.data() + whole.size(), number).ec != std::errc{} ||
        number > longest_duration.count() / unit)
        return std::nullopt;
    std::int64_t nanoseconds = number * unit;
    for (const char digit : decimals) {
        if (unit % 10 != 0) {
            if (digit != '0') return std::nullopt;
            continue;
        }
        unit /= 10;
        nanoseconds += (digit - '0') * unit;
    }
    return nanoseconds;
}

}  // namespace

std::optional<wifi::Duration> duration_from_text(std::string_view text) {
    wifi::Duration sum{};
    std::size_t next_unit = 0;  // of units: the largest that may follow
    bool fraction = false;
    bool some = false;
    for (skip_blanks(text); !text.empty(); skip_blanks(text)) {
        if (fraction) return std::nullopt;
        const auto whole = take_digits(text);
        std::string_view decimals;
        if (whole.empty()) return std::nullopt;
        if (text.starts_with('.')) {
            text.remove_prefix(1);
            decimals = take_digits(text);
            if (decimals.empty()) return std::nullopt;
            fraction = true;
        }
        skip_blanks(text);
        const auto word = take_word(text);
        while (next_unit < units.size() && units[next_unit].name != word) ++next_unit;
        if (next_unit == units.size()) return std::nullopt;
        const auto part = nanoseconds_of(whole, decimals, units[next_unit].nanoseconds);
        if (!part) return std::nullopt;
        sum += wifi::Duration(*part);
        ++next_unit;
        some = true;
    }
    if (!some || sum > longest_duration) return std::nullopt;
    return sum;
}

}  // namespace wlanmedic::lab
