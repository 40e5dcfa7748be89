// SPDX-License-Identifier: MIT
// Reads what only the tables of a scenario hold: durations, names of radios and access points, happenings.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/names.h"
#include "config/table_reader.h"
#include "lab/scenario/duration.h"
#include "lab/scenario/happening.h"
#include "lab/scenario/scenario.h"

namespace wlanmedic::lab {

class ScenarioReader : public config::TableReader {
public:
    using TableReader::TableReader;

    /// Nothing where the key is not there; out of range is an error.
    std::optional<wifi::Duration> duration(const char* key, wifi::Duration least = {},
                                           wifi::Duration most = longest_duration);
    wifi::Duration required_duration(const char* key, wifi::Duration least = {},
                                     wifi::Duration most = longest_duration);
    std::int64_t required_number(const char* key, std::int64_t least, std::int64_t most);

    /// "a" or ["a", "b"]: none where the key is not there.
    std::vector<std::string> text_or_texts(const char* key);

    /// One line that configuration files of hostapd and of the managers hold as it is: printable ASCII without '"'
    /// and '\', from `least` to `most` characters. Nothing where the key is not there.
    std::optional<std::string> plain_text(const char* key, std::size_t least, std::size_t most);

    template <class Value, std::size_t Count>
    Value optional_value(const char* key, const config::Names<Value, Count>& names, std::string_view what,
                         Value otherwise) {
        return has(key) ? value(key, names, what) : otherwise;
    }

    /// Required: the name of one of the access points.
    std::string access_point(const char* key, const Scenario& scenario);
    /// "station" or the name of an access point; nothing where the key is not there or says "any".
    std::optional<Radio> radio(const char* key, const Scenario& scenario);
    /// Required: one or several, not "any".
    std::vector<Radio> radios(const char* key, const Scenario& scenario);

    /// A name, or { in = "dmesg", has = "…" }.
    Happening happening(const toml::node& node, const Scenario& scenario);
    /// A list of these; none where the key is not there.
    std::vector<Happening> happenings(const char* key, const Scenario& scenario);

private:
    std::optional<Radio> radio_named(const toml::node& node, std::string_view name, const Scenario& scenario,
                                     std::string_view also);
};

}  // namespace wlanmedic::lab
