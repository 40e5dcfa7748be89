// SPDX-License-Identifier: MIT
#include "lab/truth/injections.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <istream>

namespace wlanmedic::lab {
namespace {

using Json = nlohmann::ordered_json;

constexpr int deepest = 16;
constexpr double latest_s = 7258118400;  // 2200-01-01

/// What is wrong with a line; becomes an Error with its place.
struct Wrong {
    std::string what;
};

// Deep nesting is refused while it is read: printing it again recurses.
Json parse_line(const std::string& line) {
    bool too_deep = false;
    auto keys = Json::parse(
        line,
        [&](int depth, Json::parse_event_t, Json&) {
            if (depth > deepest) too_deep = true;
            return !too_deep;
        },
        false);
    if (too_deep) throw Wrong{fmt::format("nested deeper than {}", deepest)};
    if (!keys.is_object()) throw Wrong{"no JSON object"};
    return keys;
}

const Json& key(const Json& keys, const char* name) {
    const auto found = keys.find(name);
    if (found == keys.end()) throw Wrong{fmt::format("the key \"{}\" is missing", name)};
    return *found;
}

std::string text(const Json& keys, const char* name) {
    const Json& value = key(keys, name);
    if (!value.is_string()) throw Wrong{fmt::format("the key \"{}\" is no text", name)};
    return value.get<std::string>();
}

std::uint64_t whole(const Json& keys, const char* name) {
    const Json& value = key(keys, name);
    if (!value.is_number_unsigned()) throw Wrong{fmt::format("the key \"{}\" is no whole number", name)};
    return value.get<std::uint64_t>();
}

unsigned radio_of(const Json& keys) {
    const std::uint64_t radio = whole(keys, "radio");
    if (radio > 255) throw Wrong{"the key \"radio\" is no radio"};
    return static_cast<unsigned>(radio);
}

wifi::MacAddress address_of(const Json& keys) {
    const std::string value = text(keys, "mac");
    const auto address = wifi::MacAddress::parse(value);
    if (!address) throw Wrong{fmt::format("\"{}\" is no address", value)};
    return *address;
}

// Six decimals: a double of this size is exact to less than a microsecond.
wifi::Instant time_of(const Json& keys) {
    const Json& value = key(keys, "at");
    if (!value.is_number()) throw Wrong{"the key \"at\" is no number"};
    const double seconds = value.get<double>();
    if (!(seconds >= 0 && seconds <= latest_s)) throw Wrong{"the key \"at\" is no time from 1970 to 2199"};
    return wifi::Instant(std::chrono::microseconds(std::llround(seconds * 1e6)));
}

void read_scenario(Injections& all, const Json& keys, wifi::Instant at) {
    all.from = at;
    all.scenario = text(keys, "name");
    all.seed = whole(keys, "seed");
    const Json& station = key(keys, "station");
    all.interface = text(station, "interface");
    all.radio = radio_of(station);
    all.station = address_of(station);
    const Json& access_points = key(keys, "access_points");
    if (!access_points.is_array()) throw Wrong{"the key \"access_points\" is no list"};
    for (const Json& one : access_points) {
        const Json& foreign = key(one, "foreign");
        if (!foreign.is_boolean()) throw Wrong{"the key \"foreign\" is neither true nor false"};
        all.access_points.push_back({text(one, "name"), radio_of(one), address_of(one),
                                     text(one, "security") == "open", foreign.get<bool>()});
    }
}

enum class Read : std::uint8_t { line, too_long, end };

Read read_line(std::istream& in, std::vector<char>& buffer, std::string& line) {
    in.getline(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    const auto got = static_cast<std::size_t>(in.gcount());
    if (in.fail()) return got == 0 ? Read::end : Read::too_long;
    line.assign(buffer.data(), in.eof() ? got : got - 1);
    return Read::line;
}

wifi::Error no_end(const std::string& file) {
    return {.what = "no line \"end\": the run did not come to its end",
            .file = file,
            .hint = "director.log and console.txt beside it tell how far it came"};
}

}  // namespace

const TrueAccessPoint* Injections::of_address(const wifi::MacAddress& address) const {
    const auto found = std::ranges::find(access_points, address, &TrueAccessPoint::address);
    return found == access_points.end() ? nullptr : &*found;
}

const TrueAccessPoint* Injections::of_name(std::string_view name) const {
    const auto found = std::ranges::find(access_points, name, &TrueAccessPoint::name);
    return found == access_points.end() ? nullptr : &*found;
}

wifi::Result<Injections> read_injections(std::istream& in, const std::string& file) {
    Injections all;
    bool ended = false;
    std::uint64_t number = 0;
    std::string line;
    const auto wrong = [&](std::string what) {
        return std::unexpected(wifi::Error{.what = std::move(what), .file = file, .line = number});
    };
    std::vector<char> buffer(longest_injection + 1);
    for (Read read = read_line(in, buffer, line); read != Read::end; read = read_line(in, buffer, line)) {
        ++number;
        if (read == Read::too_long) return wrong("the line is longer than 64 KiB");
        if (number > most_injections) return wrong("more than 200,000 lines");
        if (line.empty()) continue;
        try {
            Injection one;
            one.keys = parse_line(line);
            one.told.at = time_of(one.keys);
            one.told.what = text(one.keys, "what");
            if (all.lines.empty() != (one.told.what == "scenario"))
                return wrong("the first line, and no other, says \"scenario\"");
            if (all.lines.empty()) read_scenario(all, one.keys, one.told.at);
            if (one.told.what == "end" && !ended) {
                ended = true;
                all.to = one.told.at;
            }
            one.told.text = std::move(line);
            all.lines.push_back(std::move(one));
        } catch (const Wrong& what) {
            return wrong(what.what);
        } catch (const Json::exception& what) {
            return wrong(what.what());
        }
    }
    if (!ended) return std::unexpected(no_end(file));
    if (all.to < all.from) return wrong("the line \"end\" is earlier than the line \"scenario\"");
    std::ranges::stable_sort(all.lines, {}, [](const Injection& one) { return one.told.at; });
    return all;
}

}  // namespace wlanmedic::lab
