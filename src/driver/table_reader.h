// SPDX-License-Identifier: MIT
// Reads the keys of one TOML table of a profile. The first thing that is wrong is kept, with its line and column;
// what is read after it has no meaning.
#pragma once

#include <toml++/toml.h>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "driver/names.h"
#include "driver/place.h"
#include "wifi/error.h"

namespace wlanmedic::driver {

/// Of one kind. The built-in profiles have fewer than 100; each pattern is held against all before it.
inline constexpr std::size_t most_entries = 2000;

/// The first error of a file.
struct FirstError {
    std::string file;
    std::optional<wifi::Error> error;

    void set(const toml::source_region& place, std::string what, std::string hint);
};

class TableReader {
public:
    /// `owner`: "a pattern", for hints. Both must outlive the reader.
    TableReader(const toml::table& table, std::string_view owner, FirstError& first)
        : table_(&table), owner_(owner), first_(&first) {}

    /// Other keys are an error.
    void only(std::initializer_list<const char*> keys);

    bool has(const char* key) const { return table_->contains(key); }

    std::string text(const char* key);                ///< required, not empty
    std::string optional_text(const char* key);       ///< not empty where it is there
    std::vector<std::string> texts(const char* key);  ///< required, not empty
    std::vector<std::string> optional_texts(const char* key);
    std::string identifier(const char* key);  ///< required: [a-z0-9_]
    std::string module(const char* key);      ///< required: name of a kernel module, or {module}
    std::string path(const char* key, std::initializer_list<std::string_view> roots);  ///< required: path template
    std::string templated(const char* key);  ///< required: text with names to fill in
    std::optional<std::int64_t> optional_number(const char* key, std::int64_t least, std::int64_t most);
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

private:
    void unknown(const toml::node* node, std::string_view name, std::string list, std::string_view what);
    void check_text(const char* key, const std::string& text);

    const toml::table* table_;
    std::string_view owner_;
    FirstError* first_;
};

}  // namespace wlanmedic::driver
