// SPDX-License-Identifier: MIT
#include "evidence/timestamp.h"

#include <algorithm>
#include <array>

namespace wlanmedic::evidence {
namespace {

using wifi::CivilTime;
using wifi::Duration;
using wifi::Instant;

Duration resolution_of(int fraction_digits) {
    std::int64_t nanoseconds = 1'000'000'000;
    for (int i = 0; i < std::min(fraction_digits, 9); ++i) nanoseconds /= 10;
    return Duration{nanoseconds};
}

// "21:13:00" and an optional fraction into `civil`; the number of fraction digits, or nothing.
std::optional<int> take_time_of_day(wifi::TextCursor& cursor, CivilTime& civil) {
    const auto hour = cursor.take_fixed(2);
    if (!hour || !cursor.take(":")) return std::nullopt;
    const auto minute = cursor.take_fixed(2);
    if (!minute || !cursor.take(":")) return std::nullopt;
    const auto second = cursor.take_fixed(2);
    if (!second) return std::nullopt;
    civil.hour = *hour;
    civil.minute = *minute;
    civil.second = *second;
    wifi::TextCursor ahead = cursor;
    if (!ahead.take(".") && !ahead.take(",")) return 0;
    const auto fraction = ahead.take_fraction();
    if (!fraction) return 0;
    cursor = ahead;
    civil.nanosecond = fraction->nanoseconds;
    return fraction->digits;
}

// "Z", "+02:00", "+0200", "-0500"; nothing where there is no zone.
std::optional<Duration> take_offset(wifi::TextCursor& cursor) {
    if (cursor.take("Z")) return Duration{0};
    wifi::TextCursor ahead = cursor;
    const bool east = ahead.take("+");
    if (!east && !ahead.take("-")) return std::nullopt;
    const auto hours = ahead.take_fixed(2);
    if (!hours) return std::nullopt;
    ahead.take(":");
    const auto minutes = ahead.take_fixed(2);
    if (!minutes || *hours > 15 || *minutes > 59) return std::nullopt;
    cursor = ahead;
    const Duration offset = std::chrono::hours{*hours} + std::chrono::minutes{*minutes};
    return east ? offset : -offset;
}

TimeResult finish(const CivilTime& civil, int digits, Clock clock) {
    TimeResult result;
    result.month = civil.month;
    result.stamp.clock = clock;
    result.stamp.resolution = resolution_of(digits);
    const auto instant = civil.to_instant();
    result.valid = instant.has_value();
    if (instant) result.stamp.instant = *instant;
    return result;
}

}  // namespace

std::optional<TimeResult> take_iso_time(wifi::TextCursor& cursor) {
    wifi::TextCursor ahead = cursor;
    CivilTime civil;
    const auto year = ahead.take_fixed(4);
    if (!year || !ahead.take("-")) return std::nullopt;
    const auto month = ahead.take_fixed(2);
    if (!month || !ahead.take("-")) return std::nullopt;
    const auto day = ahead.take_fixed(2);
    if (!day || (!ahead.take("T") && !ahead.take(" "))) return std::nullopt;
    civil.year = *year;
    civil.month = *month;
    civil.day = *day;
    const auto digits = take_time_of_day(ahead, civil);
    if (!digits) return std::nullopt;
    const auto offset = take_offset(ahead);
    TimeResult result = finish(civil, *digits, offset ? Clock::epoch : Clock::local);
    if (offset && result.valid) result.stamp.instant -= *offset;
    cursor = ahead;
    return result;
}

std::optional<TimeResult> take_syslog_time(wifi::TextCursor& cursor, int year) {
    wifi::TextCursor ahead = cursor;
    CivilTime civil;
    civil.month = wifi::month_from_name(ahead.rest().substr(0, 3));
    if (civil.month == 0) return std::nullopt;
    ahead.take(ahead.rest().substr(0, 3));
    if (!ahead.take(" ")) return std::nullopt;
    ahead.skip_spaces();
    const auto day = ahead.take_number<int>();
    if (!day || !ahead.take(" ")) return std::nullopt;
    civil.year = year;
    civil.day = *day;
    const auto digits = take_time_of_day(ahead, civil);
    if (!digits) return std::nullopt;
    // 29 February in a year that has none means that the assumed year is wrong; the leap year before it is meant.
    while (civil.month == 2 && civil.day == 29 && !std::chrono::year{civil.year}.is_leap() && civil.year > 1970)
        --civil.year;
    TimeResult result = finish(civil, *digits, Clock::local);
    result.stamp.year_missing = true;
    cursor = ahead;
    return result;
}

std::optional<TimeResult> take_ctime(wifi::TextCursor& cursor) {
    wifi::TextCursor ahead = cursor;
    if (!at_weekday(ahead)) return std::nullopt;
    ahead.take(ahead.rest().substr(0, 3));
    if (!ahead.take(" ")) return std::nullopt;
    CivilTime civil;
    civil.month = wifi::month_from_name(ahead.rest().substr(0, 3));
    if (civil.month == 0) return std::nullopt;
    ahead.take(ahead.rest().substr(0, 3));
    ahead.skip_spaces();
    const auto day = ahead.take_number<int>();
    if (!day || !ahead.take(" ")) return std::nullopt;
    civil.day = *day;
    const auto digits = take_time_of_day(ahead, civil);
    if (!digits || !ahead.take(" ")) return std::nullopt;
    const auto year = ahead.take_fixed(4);
    if (!year) return std::nullopt;
    civil.year = *year;
    cursor = ahead;
    return finish(civil, *digits, Clock::local);
}

std::optional<TimeResult> take_seconds(wifi::TextCursor& cursor, Clock clock) {
    wifi::TextCursor ahead = cursor;
    const auto seconds = ahead.take_number<std::int64_t>();
    if (!seconds || !ahead.take(".")) return std::nullopt;
    const auto fraction = ahead.take_fraction();
    if (!fraction) return std::nullopt;
    constexpr std::int64_t year_2200 = 7'258'118'400;
    TimeResult result;
    result.stamp.clock = clock;
    result.stamp.resolution = resolution_of(fraction->digits);
    result.valid = *seconds < year_2200;
    if (result.valid)
        result.stamp.instant = Instant{std::chrono::seconds{*seconds}} + Duration{fraction->nanoseconds};
    cursor = ahead;
    return result;
}

bool at_weekday(const wifi::TextCursor& cursor) {
    static constexpr std::array<std::string_view, 7> names{"Mon ", "Tue ", "Wed ", "Thu ", "Fri ", "Sat ", "Sun "};
    return std::ranges::any_of(names, [&](std::string_view name) { return cursor.rest().starts_with(name); });
}

}  // namespace wlanmedic::evidence
