// SPDX-License-Identifier: MIT
#include "config/table_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "wifi/span.h"

namespace wlanmedic::config {

void FirstError::set(const toml::source_region& place, std::string what, std::string hint) {
    if (error) return;
    if (place.path && !place.path->empty() && *place.path != file)
        error = wifi::Error{std::move(what), *place.path, 0, 0, std::move(hint)};
    else
        error = wifi::Error{std::move(what), file, place.begin.line, place.begin.column, std::move(hint)};
}

void TableReader::only(std::span<const char* const> keys) {
    for (const auto& [key, value] : *table_) {
        if (std::ranges::find(keys, key.str(), [](const char* known) { return std::string_view(known); }) ==
            keys.end()) {
            first_->set(key.source(), fmt::format("unknown key \"{}\"", key.str()),
                        fmt::format("The keys of {} are {}.", owner_, fmt::join(keys, ", ")));
        }
    }
}

void TableReader::fault(const char* key, std::string what, std::string hint) {
    const auto* const value = node(key);
    first_->set(value == nullptr ? table_->source() : value->source(), std::move(what), std::move(hint));
}

void TableReader::fault(const toml::node& node, std::string what, std::string hint) {
    first_->set(node.source(), std::move(what), std::move(hint));
}

void TableReader::unknown(const toml::node* node, std::string_view name, std::string list, std::string_view what) {
    if (node != nullptr) fault(*node, fmt::format("unknown {} \"{}\"", what, name), std::move(list));
}

Place TableReader::place() const { return {table_->source().begin.line, table_->source().begin.column}; }

std::string TableReader::text(const char* key) {
    if (!has(key)) {
        fault(key, fmt::format("key \"{}\" is missing", key), fmt::format("Add {} = \"…\".", key));
        return {};
    }
    return optional_text(key);
}

std::string TableReader::optional_text(const char* key) {
    if (!has(key)) return {};
    auto text = node(key)->value_exact<std::string>();
    if (!text || text->empty()) {
        fault(key, fmt::format("\"{}\" is not a text with something in it", key),
              fmt::format("Write {} = \"…\".", key));
        return {};
    }
    return *std::move(text);
}

std::vector<std::string> TableReader::texts(const char* key) {
    if (!has(key)) fault(key, fmt::format("key \"{}\" is missing", key), fmt::format("Add {} = [\"…\"].", key));
    return optional_texts(key);
}

std::vector<std::string> TableReader::optional_texts(const char* key) {
    std::vector<std::string> texts;
    if (!has(key)) return texts;
    const auto* const list = node(key)->as_array();
    const auto hint = fmt::format("Write {} = [\"…\", \"…\"].", key);
    if (list == nullptr || list->empty()) {
        fault(key, fmt::format("\"{}\" is not a list of texts", key), hint);
        return texts;
    }
    for (const auto& element : *list) {
        const auto text = element.value_exact<std::string>();
        if (!text) fault(element, fmt::format("\"{}\" holds no text here", key), hint);
        texts.push_back(text.value_or(""));
    }
    return texts;
}

std::string TableReader::identifier(const char* key) {
    auto name = text(key);
    const bool good = std::ranges::all_of(
        name, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
    if (!good) fault(key, fmt::format("\"{}\" is no name", name), "Small letters, digits and '_'.");
    return name;
}

std::optional<std::int64_t> TableReader::optional_number(const char* key, std::int64_t least, std::int64_t most) {
    if (!has(key)) return std::nullopt;
    const auto number = node(key)->value_exact<std::int64_t>();
    if (!number || *number < least || *number > most) {
        fault(key, fmt::format("\"{}\" is not a whole number from {} to {}", key, least, most),
              fmt::format("Write {} = {}.", key, least));
        return std::nullopt;
    }
    return number;
}

std::optional<double> TableReader::optional_decimal(const char* key, double least, double most) {
    if (!has(key)) return std::nullopt;
    const auto* const value = node(key);
    const auto number = value->is_number() ? value->value<double>() : std::nullopt;
    if (!number || !(*number >= least && *number <= most)) {
        fault(key, fmt::format("\"{}\" is not a number from {} to {}", key, least, most),
              fmt::format("Write {} = {}.", key, most));
        return std::nullopt;
    }
    return number;
}

std::optional<wifi::Duration> TableReader::optional_span(const char* key, wifi::Duration least,
                                                         wifi::Duration most) {
    if (!has(key)) return std::nullopt;
    const auto text = node(key)->value_exact<std::string>();
    const auto seconds = node(key)->value_exact<std::int64_t>();
    std::optional<wifi::Duration> span;
    if (text) {
        if (const auto read = wifi::parse_span(*text)) span = *read;
    } else if (seconds && *seconds <= most / std::chrono::seconds{1} && *seconds >= 0) {
        span = std::chrono::seconds{*seconds};
    }
    if (!span || *span < least || *span > most) {
        fault(key,
              fmt::format("\"{}\" is not a span of time from {} to {}", key, wifi::span_text(least),
                          wifi::span_text(most)),
              fmt::format("Write {} = \"{}\", with units ms, s, min, h or d.", key, wifi::span_text(most)));
        return std::nullopt;
    }
    return span;
}

std::optional<wifi::Duration> TableReader::span(const char* key, wifi::Duration least, wifi::Duration most) {
    if (!has(key)) fault(key, fmt::format("key \"{}\" is missing", key), fmt::format("Add {} = \"60s\".", key));
    return optional_span(key, least, most);
}

bool TableReader::optional_flag(const char* key) {
    if (!has(key)) return false;
    const auto flag = node(key)->value_exact<bool>();
    if (!flag)
        fault(key, fmt::format("\"{}\" is neither true nor false", key), fmt::format("Write {} = true.", key));
    return flag.value_or(false);
}

std::vector<const toml::table*> TableReader::tables(const char* key) {
    std::vector<const toml::table*> tables;
    if (!has(key)) return tables;
    const auto* const list = node(key)->as_array();
    for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
        const auto* const entry = list->get(i)->as_table();
        if (entry == nullptr) break;
        tables.push_back(entry);
    }
    if (tables.size() > most_entries) {
        fault(key, fmt::format("more than {} entries of \"{}\"", most_entries, key), "Leave out what is rare.");
        tables.clear();
    } else if (list == nullptr || tables.size() != list->size()) {
        fault(key, fmt::format("\"{}\" is not a list of tables", key),
              fmt::format("Begin each {} with a line [[{}]].", key, key));
    }
    return tables;
}

}  // namespace wlanmedic::config
