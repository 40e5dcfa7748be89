// SPDX-License-Identifier: MIT
#include "lab/scenario/scenario_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "wifi/span.h"

namespace wlanmedic::lab {

namespace {

constexpr std::size_t longest_word = 200;
constexpr std::size_t most_words = 8;

std::string names_of(const Scenario& scenario) {
    std::vector<std::string_view> names;
    for (const auto& access_point : scenario.access_points) names.push_back(access_point.name);
    return fmt::format("{}", fmt::join(names, ", "));
}

const AccessPoint* find(const Scenario& scenario, std::string_view name) {
    const auto found = std::ranges::find(scenario.access_points, name, &AccessPoint::name);
    return found == scenario.access_points.end() ? nullptr : &*found;
}

bool is_plain(char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; }

}  // namespace

std::optional<wifi::Duration> ScenarioReader::duration(const char* key, wifi::Duration least,
                                                       wifi::Duration most) {
    if (!has(key)) return std::nullopt;
    const auto text = node(key)->value_exact<std::string>();
    const auto duration = text ? duration_from_text(*text) : std::nullopt;
    if (!duration) {
        fault(key, fmt::format("\"{}\" is not a duration", key),
              fmt::format("Write {} = \"300 ms\", \"2 s\" or \"5 h 27 min 45 s\", in h, min, s, ms, us.", key));
        return std::nullopt;
    }
    if (*duration < least || *duration > most) {
        fault(key, fmt::format("{} is out of range for \"{}\"", wifi::span_text(*duration), key),
              fmt::format("From {} to {}.", wifi::span_text(least), wifi::span_text(most)));
        return std::nullopt;
    }
    return duration;
}

wifi::Duration ScenarioReader::required_duration(const char* key, wifi::Duration least, wifi::Duration most) {
    if (!has(key)) fault(key, fmt::format("key \"{}\" is missing", key), fmt::format("Add {} = \"2 s\".", key));
    return duration(key, least, most).value_or(least);
}

std::int64_t ScenarioReader::required_number(const char* key, std::int64_t least, std::int64_t most) {
    if (!has(key)) fault(key, fmt::format("key \"{}\" is missing", key), fmt::format("Add {} = {}.", key, least));
    return optional_number(key, least, most).value_or(least);
}

std::vector<std::string> ScenarioReader::text_or_texts(const char* key) {
    if (has(key) && node(key)->is_string()) return {text(key)};
    return optional_texts(key);
}

std::optional<std::string> ScenarioReader::plain_text(const char* key, std::size_t least, std::size_t most) {
    if (!has(key)) return std::nullopt;
    auto text = optional_text(key);
    if (text.size() < least || text.size() > most || !std::ranges::all_of(text, is_plain)) {
        fault(key, fmt::format("\"{}\" is not a text that can be set", key),
              fmt::format("{} to {} printable ASCII characters without '\"' and '\\'.", least, most));
        return std::nullopt;
    }
    return text;
}

std::string ScenarioReader::access_point(const char* key, const Scenario& scenario) {
    auto name = text(key);
    if (!failed() && find(scenario, name) == nullptr)
        fault(key, fmt::format("there is no access point \"{}\"", name),
              fmt::format("One of {}.", names_of(scenario)));
    return name;
}

std::optional<Radio> ScenarioReader::radio_named(const toml::node& node, std::string_view name,
                                                 const Scenario& scenario, std::string_view also) {
    if (name == "station") return station_radio;
    if (const auto* const access_point = find(scenario, name)) return access_point->radio;
    fault(node, fmt::format("there is no radio \"{}\"", name),
          fmt::format("One of {}station, {}.", also, names_of(scenario)));
    return std::nullopt;
}

std::optional<Radio> ScenarioReader::radio(const char* key, const Scenario& scenario) {
    const auto name = optional_text(key);
    if (name.empty() || name == "any") return std::nullopt;
    return radio_named(*node(key), name, scenario, "any, ");
}

std::vector<Radio> ScenarioReader::radios(const char* key, const Scenario& scenario) {
    std::vector<Radio> radios;
    if (!has(key)) {
        fault(key, fmt::format("key \"{}\" is missing", key),
              fmt::format("Add {} = \"station\", or a list of radios.", key));
        return radios;
    }
    for (const auto& name : text_or_texts(key))
        if (const auto radio = radio_named(*node(key), name, scenario, "")) {
            if (std::ranges::find(radios, *radio) != radios.end())
                fault(key, fmt::format("\"{}\" stands twice", name), "Name each radio once.");
            radios.push_back(*radio);
        }
    return radios;
}

Happening ScenarioReader::happening(const toml::node& node, const Scenario& scenario) {
    if (const auto name = node.value_exact<std::string>()) {
        if (auto happening = happening_named(*name, scenario.station.manager)) return *std::move(happening);
        const auto names = happening_names();
        const bool known = std::ranges::find(names, *name) != names.end();
        fault(node,
              known ? fmt::format("this scenario's manager does not tell \"{}\"", *name)
                    : fmt::format("no happening is named \"{}\"", *name),
              fmt::format("One of {}; or {{ in = \"dmesg\", has = \"…\" }}.", fmt::join(names, ", ")));
        return {};
    }
    const auto* const table = node.as_table();
    if (table == nullptr) {
        fault(node, "this is no happening", "Write its name, or { in = \"dmesg\", has = \"…\" }.");
        return {};
    }
    ScenarioReader reader(*table, "a happening", errors());
    reader.only({"in", "has"});
    Happening happening;
    happening.source = reader.text("in");
    if (!reader.has("has")) reader.text("has");
    happening.words = reader.text_or_texts("has");
    if (failed()) return happening;
    if (!is_source(happening.source, scenario))
        reader.fault("in", fmt::format("there is no log \"{}\"", happening.source),
                     fmt::format("One of {}.", sources_of(scenario)));
    if (happening.words.size() > most_words)
        reader.fault("has", "these are too many texts", fmt::format("At most {}.", most_words));
    for (const auto& word : happening.words)
        if (word.empty() || word.size() > longest_word || word.find('\n') != std::string::npos)
            reader.fault("has", "this can be in no line",
                         fmt::format("1 to {} bytes, without a line feed.", longest_word));
    happening.name = fmt::format("{}", fmt::join(happening.words, " … "));
    return happening;
}

std::vector<Happening> ScenarioReader::happenings(const char* key, const Scenario& scenario) {
    std::vector<Happening> happenings;
    if (!has(key)) return happenings;
    const auto* const list = node(key)->as_array();
    if (list == nullptr || list->empty() || list->size() > config::most_entries) {
        fault(key, fmt::format("\"{}\" is not a list of happenings", key),
              fmt::format("Write {} = [\"connected\", …], at most {}.", key, config::most_entries));
        return happenings;
    }
    for (const auto& element : *list) happenings.push_back(happening(element, scenario));
    return happenings;
}

}  // namespace wlanmedic::lab
