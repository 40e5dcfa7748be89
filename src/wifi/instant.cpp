// SPDX-License-Identifier: MIT
#include "wifi/instant.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace wlanmedic::wifi {

std::string to_rfc3339(Instant instant) {
    const CivilTime civil = CivilTime::of(instant);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z", civil.year, civil.month, civil.day,
                       civil.hour, civil.minute, civil.second, civil.nanosecond / 1000);
}

Instant shifted(Instant instant, Duration by) {
    constexpr Instant earliest{std::chrono::seconds{-1'000'000'000}};
    constexpr Instant latest{std::chrono::seconds{7'260'000'000}};
    Duration::rep sum = 0;
    if (__builtin_add_overflow(instant.time_since_epoch().count(), by.count(), &sum))
        return by < Duration{0} ? earliest : latest;
    return std::clamp(Instant{Duration{sum}}, earliest, latest);
}

double to_seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }

std::optional<Instant> CivilTime::to_instant() const {
    namespace chr = std::chrono;
    if (year < 1970 || year > 2199 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return std::nullopt;
    if (nanosecond < 0 || nanosecond > 999'999'999) return std::nullopt;
    const chr::year_month_day date{chr::year{year}, chr::month{static_cast<unsigned>(month)},
                                   chr::day{static_cast<unsigned>(day)}};
    if (!date.ok()) return std::nullopt;
    return Instant{chr::sys_days{date}} + chr::hours{hour} + chr::minutes{minute} + chr::seconds{second} +
           Duration{nanosecond};
}

CivilTime CivilTime::of(Instant instant) {
    namespace chr = std::chrono;
    // In seconds: the midnight before the earliest instant cannot be told in nanoseconds.
    const auto second = chr::floor<chr::seconds>(instant);
    const auto midnight = chr::floor<chr::days>(second);
    const chr::year_month_day date{midnight};
    const chr::hh_mm_ss time{second - midnight};
    const std::int64_t rest = instant.time_since_epoch().count() % 1'000'000'000;
    const std::int64_t nanosecond = rest < 0 ? rest + 1'000'000'000 : rest;
    return {.year = static_cast<int>(date.year()),
            .month = static_cast<int>(static_cast<unsigned>(date.month())),
            .day = static_cast<int>(static_cast<unsigned>(date.day())),
            .hour = static_cast<int>(time.hours().count()),
            .minute = static_cast<int>(time.minutes().count()),
            .second = static_cast<int>(time.seconds().count()),
            .nanosecond = nanosecond};
}

int month_from_name(std::string_view name) {
    static constexpr std::array<std::string_view, 12> names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == name) return static_cast<int>(i) + 1;
    return 0;
}

}  // namespace wlanmedic::wifi
