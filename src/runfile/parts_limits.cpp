// SPDX-License-Identifier: MIT
// What --rotate and --keep say.
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <limits>

#include "runfile/parts.h"

namespace wlanmedic::runfile {
namespace {

struct Unit {
    std::string_view name;
    std::uint64_t factor;
};

constexpr std::array<Unit, 10> sizes{{{"B", 1},
                                      {"kB", 1'000},
                                      {"KB", 1'000},
                                      {"MB", 1'000'000},
                                      {"GB", 1'000'000'000},
                                      {"TB", 1'000'000'000'000},
                                      {"KiB", 1ULL << 10U},
                                      {"MiB", 1ULL << 20U},
                                      {"GiB", 1ULL << 30U},
                                      {"TiB", 1ULL << 40U}}};

constexpr std::array<Unit, 5> times{{{"s", 1}, {"min", 60}, {"h", 3'600}, {"d", 86'400}, {"w", 604'800}}};

constexpr std::uint64_t smallest_part = 10'000;  // what each part begins with must not fill it
constexpr std::uint64_t longest_seconds = 100ULL * 366 * 86'400;

struct Limit {
    std::uint64_t number = 0;
    std::string_view unit;
};

std::optional<Limit> limit_in(std::string_view word) {
    Limit limit;
    const auto [stop, error] = std::from_chars(word.data(), word.data() + word.size(), limit.number);
    if (error != std::errc{} || limit.number == 0) return std::nullopt;
    limit.unit = word.substr(static_cast<std::size_t>(stop - word.data()));
    return limit;
}

std::optional<std::uint64_t> in_units(const Limit& limit, std::span<const Unit> units, std::uint64_t most) {
    for (const Unit& unit : units)
        if (unit.name == limit.unit && limit.number <= most / unit.factor) return limit.number * unit.factor;
    return std::nullopt;
}

std::optional<std::uint64_t> bytes_in(const Limit& limit) {
    return in_units(limit, sizes, std::numeric_limits<std::int64_t>::max());
}

std::optional<wifi::Duration> age_in(const Limit& limit) {
    const auto seconds = in_units(limit, times, longest_seconds);
    if (!seconds) return std::nullopt;
    return std::chrono::seconds{static_cast<std::int64_t>(*seconds)};
}

template <class Value>
bool set_once(std::optional<Value>& to, const std::optional<Value>& value) {
    if (!value || to) return false;
    to = value;
    return true;
}

/// Hands over each of the words between commas; error: the first that is not taken.
wifi::Result<void> parse(std::string_view text, std::string_view option, std::string_view hint, const auto& take) {
    for (bool more = true; more;) {
        const std::size_t comma = text.find(',');
        const std::string_view word = text.substr(0, comma);
        const auto limit = limit_in(word);
        if (!limit || !take(*limit))
            return std::unexpected(wifi::Error{.what = fmt::format("{} does not take \"{}\"", option, word),
                                               .hint = std::string(hint)});
        more = comma != std::string_view::npos;
        if (more) text.remove_prefix(comma + 1);
    }
    return {};
}

}  // namespace

wifi::Result<void> parse_rotate(std::string_view text, PartsOptions& options) {
    options.rotate_bytes.reset();
    options.rotate_age.reset();
    return parse(
        text, "--rotate",
        "it takes a size of at least 10kB (100MB, 64MiB), an age (90s, 30min, 24h, 7d), or both: 100MB,24h",
        [&](const Limit& limit) {
            const auto bytes = bytes_in(limit);
            return bytes ? *bytes >= smallest_part && set_once(options.rotate_bytes, bytes)
                         : set_once(options.rotate_age, age_in(limit));
        });
}

wifi::Result<void> parse_keep(std::string_view text, PartsOptions& options) {
    options.keep_parts.reset();
    options.keep_bytes.reset();
    options.keep_age.reset();
    return parse(text, "--keep",
                 "it takes a number of parts (20), a size (2GB, 500MiB), an age (24h, 7d), or several: 20,2GB,7d",
                 [&](const Limit& limit) {
                     if (limit.unit.empty()) return set_once(options.keep_parts, std::optional(limit.number));
                     const auto bytes = bytes_in(limit);
                     return bytes ? set_once(options.keep_bytes, bytes)
                                  : set_once(options.keep_age, age_in(limit));
                 });
}

}  // namespace wlanmedic::runfile
