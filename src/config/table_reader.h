// SPDX-License-Identifier: MIT
// Reads the keys of one TOML table. The first thing that is wrong is kept, with its line and column;
// what is read after it has no meaning.
#pragma once

#include <toml++/toml.h>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "config/names.h"
#include "config/place.h"
#include "wifi/error.h"
#include "wifi/instant.h"

namespace wlanmedic::config {

/// Of one kind in one file.
inline constexpr std::size_t most_entries = 2000;

/// The first error of a file.
struct FirstError {
    std::string file;
    std::optional<wifi::Error> error;

    /// A place that bears another path than `file` (a value that was put into the table later, and parsed under
    /// a name of its own) is told by that path alone.
    void set(const toml::source_region& place, std::string what, std::string hint);
};

class TableReader {
public:
    /// `owner`: "a pattern", for hints. Both must outlive the reader.
    TableReader(const toml::table& table, std::string_view owner, FirstError& first)
        : table_(&table), owner_(owner), first_(&first) {}

    /// Other keys are an error.
    void only(std::initializer_list<const char*> keys) { only(std::span(keys.begin(), keys.size())); }
    void only(std::span<const char* const> keys);

    bool has(const char* key) const { return table_->contains(key); }

    std::string text(const char* key);                ///< required, not empty
    std::string optional_text(const char* key);       ///< not empty where it is there
    std::vector<std::string> texts(const char* key);  ///< required, not empty
    std::vector<std::string> optional_texts(const char* key);
    std::string identifier(const char* key);  ///< required: [a-z0-9_]
    std::optional<std::int64_t> optional_number(const char* key, std::int64_t least, std::int64_t most);
    std::optional<double> optional_decimal(const char* key, double least, double most);  ///< 1 counts as 1.0
    /// "90s", "1h 30min", or a whole number of seconds.
    std::optional<wifi::Duration> optional_span(const char* key, wifi::Duration least, wifi::Duration most);
    std::optional<wifi::Duration> span(const char* key, wifi::Duration least, wifi::Duration most);  ///< required
    bool optional_flag(const char* key);  ///< false where it is not there

    template <class Value, std::size_t Count>
    Value value(const char* key, const Names<Value, Count>& names, std::string_view what) {
        const auto name = text(key);
        const auto known = value_in(names, name);
        if (!known) unknown(node(key), name, one_of(names), what);
        return known.value_or(names.front().first);
    }

    template <class Value, std::size_t Count>
    std::vector<Value> optional_values(const char* key, const Names<Value, Count>& names, std::string_view what) {
        std::vector<Value> values;
        const auto found = optional_texts(key);
        for (std::size_t i = 0; i < found.size(); ++i) {
            const auto known = value_in(names, found[i]);
            if (!known) unknown(&(*node(key)->as_array())[i], found[i], one_of(names), what);
            if (known) values.push_back(*known);
        }
        return values;
    }

    /// The tables of an array of tables, in their order; none where the key is not there. Errors: more than
    /// most_entries.
    std::vector<const toml::table*> tables(const char* key);

    const toml::node* node(const char* key) const { return table_->get(key); }
    Place place() const;

    /// Keeps an error at the value of the key, or at the table where there is none.
    void fault(const char* key, std::string what, std::string hint);
    void fault(const toml::node& node, std::string what, std::string hint);
    bool failed() const { return first_->error.has_value(); }

    /// For the reader of a table within this one.
    FirstError& errors() { return *first_; }

private:
    void unknown(const toml::node* node, std::string_view name, std::string list, std::string_view what);
    void check_text(const char* key, const std::string& text);

    const toml::table* table_;
    std::string_view owner_;
    FirstError* first_;
};

}  // namespace wlanmedic::config
