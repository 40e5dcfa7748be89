// SPDX-License-Identifier: MIT
#include "record_options.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>
#include <fstream>
#include <limits>
#include <utility>

#include "capture/load_target.h"
#include "wifi/span.h"

namespace wlanmedic::app {
namespace {

std::string default_name() {
    std::array<char, 256> host{};
    ::gethostname(host.data(), host.size() - 1);
    std::string name(host.data());
    for (char& letter : name)
        if (letter == '/') letter = '-';
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    ::localtime_r(&now, &parts);
    std::array<char, 32> time{};
    std::strftime(time.data(), time.size(), "%Y%m%d-%H%M%S", &parts);
    return fmt::format("wlanmedic-{}-{}.pcapng", name.empty() ? "host" : name, time.data());
}

std::string output_of(const RecordOptions& options) {
    if (options.output.empty()) return default_name();
    struct stat about{};
    const bool is_directory =
        options.output.ends_with('/') || (::stat(options.output.c_str(), &about) == 0 && S_ISDIR(about.st_mode));
    if (!is_directory) return options.output;
    return fmt::format("{}{}{}", options.output, options.output.ends_with('/') ? "" : "/", default_name());
}

// As it was given, for the manifest.
std::vector<std::string> command_line() {
    std::ifstream file("/proc/self/cmdline", std::ios::binary);
    std::vector<std::string> words;
    for (std::string word; std::getline(file, word, '\0');) words.push_back(word);
    return words;
}

struct Unit {
    std::string_view name;
    std::uint64_t bytes;
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

constexpr std::uint64_t smallest_part = 10'000;  // what each part begins with must not fill it

struct Amount {
    std::uint64_t number = 0;
    std::string_view unit;
};

std::optional<Amount> amount_in(std::string_view word) {
    Amount amount;
    const auto [stop, error] = std::from_chars(word.data(), word.data() + word.size(), amount.number);
    if (error != std::errc{} || amount.number == 0) return std::nullopt;
    amount.unit = word.substr(static_cast<std::size_t>(stop - word.data()));
    return amount;
}

std::optional<std::uint64_t> bytes_in(std::string_view word) {
    constexpr std::uint64_t most = std::numeric_limits<std::int64_t>::max();
    const auto amount = amount_in(word);
    if (!amount) return std::nullopt;
    const auto unit = std::ranges::find(sizes, amount->unit, &Unit::name);
    if (unit == sizes.end() || amount->number > most / unit->bytes) return std::nullopt;
    return amount->number * unit->bytes;
}

// Not of a bare number, which may count anything, and not of months ("100M"), which would be meant as megabytes.
std::optional<wifi::Duration> age_in(std::string_view word) {
    if (word.find_first_not_of("0123456789. ") == std::string_view::npos || word.contains('M'))
        return std::nullopt;
    const auto span = wifi::parse_span(word);
    if (!span || *span < std::chrono::seconds{1}) return std::nullopt;
    return *span;
}

std::optional<std::uint64_t> count_in(std::string_view word) {
    const auto amount = amount_in(word);
    if (!amount || !amount->unit.empty()) return std::nullopt;
    return amount->number;
}

template <class Value>
bool set_once(std::optional<Value>& to, const std::optional<Value>& value) {
    if (!value || to) return false;
    to = value;
    return true;
}

wifi::Error wrong(std::string what, std::string hint = {}) {
    return {.what = std::move(what), .file = {}, .hint = std::move(hint)};
}

// Hands over each of the words between commas; error: the first that is not taken.
wifi::Result<void> each_limit(std::string_view text, std::string_view option, std::string_view hint,
                              const auto& take) {
    for (bool more = true; more;) {
        const std::size_t comma = text.find(',');
        const std::string_view word = text.substr(0, comma);
        if (!take(word))
            return std::unexpected(wrong(fmt::format("{} does not take \"{}\"", option, word), std::string(hint)));
        more = comma != std::string_view::npos;
        if (more) text.remove_prefix(comma + 1);
    }
    return {};
}

}  // namespace

wifi::Result<wifi::Duration> span_of(const std::string& option, const std::string& text, wifi::Duration least) {
    auto span = wifi::parse_span(text);
    if (!span) return std::unexpected(wrong(fmt::format("{}: {}", option, span.error().what), span.error().hint));
    if (*span < least)
        return std::unexpected(wrong(fmt::format("{} {}: that is too short", option, text),
                                     fmt::format("at least {:g} s", wifi::to_seconds(least))));
    return span;
}

wifi::Result<void> parse_rotate(std::string_view text, runfile::PartsOptions& options) {
    return each_limit(
        text, "--rotate",
        "it takes a size of at least 10kB (100MB, 64MiB), an age (90s, 1h30min, 7d), or both: 100MB,24h",
        [&](std::string_view word) {
            if (const auto bytes = bytes_in(word))
                return *bytes >= smallest_part && set_once(options.rotate_bytes, bytes);
            return set_once(options.rotate_age, age_in(word));
        });
}

wifi::Result<void> parse_keep(std::string_view text, runfile::PartsOptions& options) {
    return each_limit(
        text, "--keep",
        "it takes a number of parts (20), a size (2GB, 500MiB), an age (24h, 7d), or several: 20,2GB,7d",
        [&](std::string_view word) {
            if (const auto count = count_in(word)) return set_once(options.keep_parts, count);
            if (const auto bytes = bytes_in(word)) return set_once(options.keep_bytes, bytes);
            return set_once(options.keep_age, age_in(word));
        });
}

wifi::Result<capture::RecorderOptions> recorder_options(const RecordOptions& options) {
    capture::RecorderOptions to;
    if (options.output == "-")
        return std::unexpected(
            wrong("a recording cannot go to standard output",
                  "it is cut back where a disk is full, which a pipe does not allow; name a file"));
    to.parts.path = output_of(options);
    to.parts.program = "wlanmedic " WLANMEDIC_VERSION;
    to.parts.compress = !options.plain;
    if (!options.rotate.empty())
        if (const auto set = parse_rotate(options.rotate, to.parts); !set) return std::unexpected(set.error());
    if (!options.keep.empty())
        if (const auto set = parse_keep(options.keep, to.parts); !set) return std::unexpected(set.error());
    to.interface = options.interface;
    const auto every = span_of("--every", options.every, std::chrono::seconds{1});
    if (!every) return std::unexpected(every.error());
    to.counters_every = *every;
    to.probe_gateway = options.probe == "gateway";
    if (options.load.empty() != options.to.empty())
        return std::unexpected(
            options.load.empty()
                ? wrong("--to says where a load goes, and there is none", "add --load 1MB/s")
                : wrong("--load needs a machine to send to",
                        "add --to HOST, where 'wlanmedic sink' runs; nothing is sent anywhere else"));
    if (!options.load.empty()) {
        const auto rate = capture::parse_rate(options.load);
        if (!rate) return std::unexpected(rate.error());
        if (const auto target = capture::parse_load_target(options.to); !target)
            return std::unexpected(target.error());
        to.load_bytes_per_second = *rate;
        to.load_host = options.to;
    }
    to.version = WLANMEDIC_VERSION;
    to.command_line = command_line();
    return to;
}

}  // namespace wlanmedic::app
