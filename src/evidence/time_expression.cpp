// SPDX-License-Identifier: MIT
#include "evidence/time_expression.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string>

#include "evidence/timestamp.h"
#include "wifi/span.h"
#include "wifi/text_cursor.h"

namespace wlanmedic::evidence {
namespace {

constexpr std::int64_t second_ns = 1'000'000'000;
constexpr std::int64_t longest_s = 230LL * 31'557'600;

wifi::Error wrong(std::string_view text) {
    return {.what = fmt::format("'{}' is no time", text),
            .hint =
                "write '2026-05-07 02:40:00', '2026-05-07', '02:40', 'yesterday', '-2h', '2 hours ago', "
                "'@1778114445', or '+3027.6' for the seconds since boot that dmesg prints"};
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

wifi::Instant midnight(wifi::Instant of) { return std::chrono::floor<std::chrono::days>(of); }

// "Thu " or "Thursday "; the day of the week, 0 for Sunday. Nothing is eaten where none stands there.
std::optional<unsigned> take_weekday(wifi::TextCursor& cursor) {
    constexpr std::array<std::string_view, 7> days{"Sunday",   "Monday", "Tuesday", "Wednesday",
                                                   "Thursday", "Friday", "Saturday"};
    for (unsigned i = 0; i < days.size(); ++i)
        for (const std::string_view name : {days[i], days[i].substr(0, 3)}) {
            wifi::TextCursor ahead = cursor;
            if (!ahead.take(name) || !(ahead.take(" ") || ahead.take(","))) continue;
            ahead.skip_spaces();
            cursor = ahead;
            return i;
        }
    return std::nullopt;
}

// "2026-05-07".
std::optional<wifi::CivilTime> take_date(wifi::TextCursor& cursor) {
    wifi::TextCursor ahead = cursor;
    wifi::CivilTime civil;
    const auto year = ahead.take_fixed(4);
    if (!year || !ahead.take("-")) return std::nullopt;
    const auto month = ahead.take_fixed(2);
    if (!month || !ahead.take("-")) return std::nullopt;
    const auto day = ahead.take_fixed(2);
    if (!day) return std::nullopt;
    civil.year = *year;
    civil.month = *month;
    civil.day = *day;
    cursor = ahead;
    return civil;
}

// "02:40", "02:40:45", "02:40:45.5".
bool take_time_of_day(wifi::TextCursor& cursor, wifi::CivilTime& civil) {
    const auto hour = cursor.take_fixed(2);
    if (!hour || !cursor.take(":")) return false;
    const auto minute = cursor.take_fixed(2);
    if (!minute) return false;
    civil.hour = *hour;
    civil.minute = *minute;
    if (!cursor.take(":")) return true;
    const auto second = cursor.take_fixed(2);
    if (!second) return false;
    civil.second = *second;
    if (!cursor.take(".") && !cursor.take(",")) return true;
    const auto fraction = cursor.take_fraction();
    if (fraction) civil.nanosecond = fraction->nanoseconds;
    return fraction.has_value();
}

// "Z", "UTC", "+02:00", "+0200", "+02", or nothing; how far east.
std::optional<wifi::Duration> take_zone(wifi::TextCursor& cursor) {
    cursor.skip_spaces();
    if (cursor.at_end() || cursor.take("Z") || cursor.take("z") || cursor.take("UTC") || cursor.take("GMT"))
        return wifi::Duration{0};
    const bool west = cursor.take("-");
    if (!west && !cursor.take("+")) return std::nullopt;
    const auto hours = cursor.take_fixed(2);
    if (!hours || *hours > 15) return std::nullopt;
    int minutes = 0;
    if (!cursor.at_end()) {
        cursor.take(":");
        const auto more = cursor.take_fixed(2);
        if (!more || *more > 59) return std::nullopt;
        minutes = *more;
    }
    const wifi::Duration east = std::chrono::hours{*hours} + std::chrono::minutes{minutes};
    return west ? -east : east;
}

std::optional<wifi::Instant> take_wall_time(std::string_view text, wifi::Instant now) {
    wifi::TextCursor cursor(text);
    const auto weekday = take_weekday(cursor);
    wifi::CivilTime civil = wifi::CivilTime::of(midnight(now));
    if (const auto date = take_date(cursor)) {
        civil = *date;
        wifi::TextCursor ahead = cursor;
        if (ahead.take("T") || ahead.take("t") || ahead.take(" ")) {
            ahead.skip_spaces();
            if (ahead.peek() >= '0' && ahead.peek() <= '9') {
                if (!take_time_of_day(ahead, civil)) return std::nullopt;
                cursor = ahead;
            }
        }
    } else if (!take_time_of_day(cursor, civil)) {
        return std::nullopt;
    }
    const auto east = take_zone(cursor);
    const auto instant = civil.to_instant();
    if (!east || !cursor.at_end() || !instant) return std::nullopt;
    if (weekday && std::chrono::weekday(std::chrono::floor<std::chrono::days>(*instant)).c_encoding() != *weekday)
        return std::nullopt;
    return *instant - *east;
}

}  // namespace

wifi::Result<PointInTime> parse_time(std::string_view given, wifi::Instant now) {
    const std::string_view text = trimmed(given);
    if (text == "now") return PointInTime{.instant = now};
    if (text == "today") return PointInTime{.instant = midnight(now)};
    if (text == "yesterday") return PointInTime{.instant = midnight(now) - std::chrono::hours{24}};
    if (text == "tomorrow") return PointInTime{.instant = midnight(now) + std::chrono::hours{24}};
    if (text.empty()) return std::unexpected(wrong(given));
    const auto since_zero = [](wifi::Duration span) { return wifi::shifted(wifi::Instant{}, span); };
    if (text.front() == '@') {
        wifi::TextCursor cursor(text.substr(1));
        const auto seconds = cursor.take_number<std::int64_t>();
        std::int64_t nanoseconds = 0;
        if (seconds && cursor.take(".")) {
            const auto fraction = cursor.take_fraction();
            if (!fraction) return std::unexpected(wrong(given));
            nanoseconds = fraction->nanoseconds;
        }
        if (!seconds || !cursor.at_end() || *seconds > longest_s) return std::unexpected(wrong(given));
        return PointInTime{.instant = since_zero(wifi::Duration{*seconds * second_ns + nanoseconds})};
    }
    const bool ago = text.ends_with(" ago");
    if (text.front() == '-' || ago) {
        const auto span = wifi::parse_span(ago ? text.substr(0, text.size() - 4) : text.substr(1));
        if (!span) return std::unexpected(wrong(given));
        return PointInTime{.instant = wifi::shifted(now, -*span)};
    }
    if (const auto span = wifi::parse_span(text.front() == '+' ? text.substr(1) : text))
        return PointInTime{.instant = since_zero(*span), .since_boot = true};
    if (const auto wall = take_wall_time(text, now)) return PointInTime{.instant = *wall};
    return std::unexpected(wrong(given));
}

}  // namespace wlanmedic::evidence
