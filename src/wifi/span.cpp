// SPDX-License-Identifier: MIT
#include "wifi/span.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

#include "wifi/text_cursor.h"

namespace wlanmedic::wifi {
namespace {

constexpr std::int64_t second_ns = 1'000'000'000;
constexpr std::int64_t minute_ns = 60 * second_ns;
constexpr std::int64_t hour_ns = 60 * minute_ns;
constexpr std::int64_t day_ns = 24 * hour_ns;
// systemd's: a month is 30.44 days, a year 365.25.
constexpr std::int64_t month_ns = 2'629'800 * second_ns;
constexpr std::int64_t year_ns = 31'557'600 * second_ns;
constexpr std::int64_t longest_ns = 230 * year_ns;

struct Unit {
    std::string_view name;
    std::int64_t nanoseconds;
};
constexpr std::array units{
    Unit{"", second_ns},
    Unit{"s", second_ns},
    Unit{"sec", second_ns},
    Unit{"second", second_ns},
    Unit{"seconds", second_ns},
    Unit{"m", minute_ns},
    Unit{"min", minute_ns},
    Unit{"minute", minute_ns},
    Unit{"minutes", minute_ns},
    Unit{"h", hour_ns},
    Unit{"hr", hour_ns},
    Unit{"hour", hour_ns},
    Unit{"hours", hour_ns},
    Unit{"d", day_ns},
    Unit{"day", day_ns},
    Unit{"days", day_ns},
    Unit{"w", 7 * day_ns},
    Unit{"week", 7 * day_ns},
    Unit{"weeks", 7 * day_ns},
    Unit{"M", month_ns},
    Unit{"month", month_ns},
    Unit{"months", month_ns},
    Unit{"y", year_ns},
    Unit{"year", year_ns},
    Unit{"years", year_ns},
    Unit{"ms", second_ns / 1000},
    Unit{"msec", second_ns / 1000},
    Unit{"us", 1000},
    Unit{"usec", 1000},
};

std::optional<Duration> take_span(std::string_view text) {
    TextCursor cursor(text);
    cursor.skip_spaces();
    if (cursor.at_end()) return std::nullopt;
    std::int64_t sum = 0;
    while (!cursor.at_end()) {
        const auto whole = cursor.take_number<std::int64_t>();
        if (!whole) return std::nullopt;
        std::int64_t fraction = 0;
        if (cursor.take(".")) {
            const auto digits = cursor.take_fraction();
            if (!digits) return std::nullopt;
            fraction = digits->nanoseconds;
        }
        cursor.skip_spaces();
        const std::string_view rest = cursor.rest();
        const std::string_view name = rest.substr(0, rest.find_first_of("0123456789 "));
        const auto* const unit = std::ranges::find(units, name, &Unit::name);
        if (unit == units.end() || *whole > longest_ns / unit->nanoseconds) return std::nullopt;
        cursor.take(name);
        cursor.skip_spaces();
        // In two steps, for a year times the nanoseconds of a fraction is more than 64 bits hold.
        const std::int64_t part =
            fraction * (unit->nanoseconds / second_ns) + fraction * (unit->nanoseconds % second_ns) / second_ns;
        const std::int64_t more = *whole * unit->nanoseconds + part;
        if (more > longest_ns - sum) return std::nullopt;
        sum += more;
    }
    return Duration{sum};
}

}  // namespace

Result<Duration> parse_span(std::string_view text) {
    if (const auto span = take_span(text)) return *span;
    return std::unexpected(
        Error{.what = fmt::format("'{}' is no span of time", text), .hint = "write '90', '1h 30min', '2 days'"});
}

std::string span_text(Duration span) {
    constexpr std::array parts{
        Unit{"h", hour_ns},           Unit{"min", minute_ns}, Unit{"s", second_ns},
        Unit{"ms", second_ns / 1000}, Unit{"us", 1000},
    };
    std::string text;
    std::int64_t rest = span.count();
    for (const auto& part : parts) {
        const std::int64_t number = rest / part.nanoseconds;
        rest %= part.nanoseconds;
        const bool last = part.nanoseconds == parts.back().nanoseconds;
        if (number == 0 && !(last && rest != 0)) continue;
        if (!text.empty()) text += ' ';
        text +=
            last && rest != 0 ? fmt::format("{}.{:03} us", number, rest) : fmt::format("{} {}", number, part.name);
    }
    return text.empty() ? "0 s" : text;
}

}  // namespace wlanmedic::wifi
