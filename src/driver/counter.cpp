// SPDX-License-Identifier: MIT
#include "driver/counter.h"

#include <charconv>
#include <limits>
#include <system_error>

namespace wlanmedic::driver {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_word(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
}

std::string_view without_blanks(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t");
    return begin == std::string_view::npos ? std::string_view() : text.substr(begin);
}

std::optional<std::uint64_t> number_in(std::string_view text, std::uint32_t column) {
    while (true) {
        const auto begin = text.find_first_of("0123456789");
        if (begin == std::string_view::npos) return std::nullopt;
        text.remove_prefix(begin);
        const bool hexadecimal = text.starts_with("0x") || text.starts_with("0X");
        if (hexadecimal) text.remove_prefix(2);
        std::uint64_t number = 0;
        const auto [end, error] =
            std::from_chars(text.data(), text.data() + text.size(), number, hexadecimal ? 16 : 10);
        if (error == std::errc::result_out_of_range) number = std::numeric_limits<std::uint64_t>::max();
        if (--column == 0) return error == std::errc::invalid_argument ? std::nullopt : std::optional(number);
        text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    }
}

}  // namespace

std::string_view name_of(Counted counted) { return config::name_in(counted_names, counted); }
std::string_view name_of(Sign sign) { return config::name_in(sign_names, sign); }

Sign sign_of(Counted counted) {
    switch (counted) {
        case Counted::frames_received:
        case Counted::beacons_received:
        case Counted::interrupts: return Sign::alive;
        case Counted::frames_waiting: return Sign::backlog;
        case Counted::frames_sent:
        case Counted::receive_errors: return Sign::neutral;
        case Counted::beacons_missed:
        case Counted::decrypt_failures:
        case Counted::transmit_failures:
        case Counted::transmit_timeouts:
        case Counted::commands_failed:
        case Counted::bus_errors:
        case Counted::firmware_crashes:
        case Counted::resets: return Sign::trouble;
    }
    return Sign::neutral;
}

std::optional<std::uint64_t> value_in(const Counter& counter, std::string_view text) {
    std::optional<std::uint64_t> sum;
    while (!text.empty()) {
        const auto end = text.find('\n');
        auto line = without_blanks(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (!line.starts_with(counter.key)) continue;
        line.remove_prefix(counter.key.size());
        if (!counter.key.empty() && !line.empty() && is_word(line.front())) continue;
        const auto value = number_in(line, counter.column);
        if (!value) continue;
        constexpr auto most = std::numeric_limits<std::uint64_t>::max();
        sum = sum.value_or(0) > most - *value ? most : sum.value_or(0) + *value;
        if (counter.key.empty()) break;
    }
    return sum;
}

}  // namespace wlanmedic::driver
