// SPDX-License-Identifier: MIT
#include "lab/scenario/settings.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <string>
#include <utility>

namespace wlanmedic::lab {

namespace {

constexpr std::string_view shape = "Write --set key=value, with a key such as duration or access_point.0.pmf.";

// A table {v = …}, whose places bear the setting's name.
std::optional<toml::table> parsed(std::string_view value, const std::string& name) {
    try {
        auto table = toml::parse(fmt::format("v = {}\n", value), name);
        if (table.size() == 1) return table;
        return std::nullopt;
    } catch (const toml::parse_error&) {
        return std::nullopt;
    }
}

// Nothing where the step is no number.
std::optional<std::size_t> index_of(std::string_view step) {
    std::size_t index = 0;
    const auto number = std::from_chars(step.data(), step.data() + step.size(), index);
    if (number.ec != std::errc{} || number.ptr != step.data() + step.size()) return std::nullopt;
    return index;
}

std::string quoted(std::string_view text) {
    std::string quoted = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') quoted += '\\';
        if (byte < ' ' || byte == 0x7f)
            quoted += fmt::format("\\u{:04X}", byte);
        else
            quoted += c;
    }
    quoted += '"';
    return quoted;
}

struct Setter {
    const Setting& setting;
    config::FirstError& first;
    std::string name = fmt::format("--set {}={}", setting.key, setting.value);

    void fault(std::string what, std::string hint = std::string(shape)) {
        if (!first.error) first.error = wifi::Error{std::move(what), name, 0, 0, std::move(hint)};
    }

    // What stands at `step` of the container, made where it is missing and `make` holds something.
    toml::node* child(toml::node& container, std::string_view step, const std::string& make) {
        if (auto* const table = container.as_table()) {
            if (step.empty()) {
                fault("the key has an empty part");
                return nullptr;
            }
            if (auto* const there = table->get(step)) return there;
            auto fresh = parsed(make, name);
            if (!fresh) return nullptr;
            auto* const node = fresh->get("v");
            toml::key key(step, node->source());
            node->visit([&](auto& value) { table->insert_or_assign(std::move(key), std::move(value)); });
            return table->get(step);
        }
        auto* const list = container.as_array();
        const auto index = index_of(step);
        if (list == nullptr || !index || *index > list->size()) {
            fault(list == nullptr ? fmt::format("nothing can stand below a value: \"{}\"", step)
                                  : fmt::format("\"{}\" is not a place in a list of {}", step, list->size()),
                  "Lists are counted from 0; one past the end appends.");
            return nullptr;
        }
        if (*index == list->size()) {
            auto fresh = parsed(make, name);
            if (!fresh) return nullptr;
            fresh->get("v")->visit([&](auto& value) { list->push_back(std::move(value)); });
        }
        return list->get(*index);
    }

    void run(toml::table& root) {
        if (setting.key.empty()) {
            fault("a setting has no key");
            return;
        }
        toml::node* container = &root;
        std::string_view rest = setting.key;
        for (std::size_t dot = rest.find('.'); dot != std::string_view::npos; dot = rest.find('.')) {
            const auto step = rest.substr(0, dot);
            rest.remove_prefix(dot + 1);
            const bool counted = !rest.empty() && rest.front() >= '0' && rest.front() <= '9';
            container = child(*container, step, counted ? "[]" : "{}");
            if (container == nullptr) return;
        }
        assign(*container, rest);
    }

    void assign(toml::node& container, std::string_view step) {
        const std::string text = quoted(setting.value);
        if (!parsed(text, name)) {
            fault("the value is not UTF-8");
            return;
        }
        auto* const there = existing(container, step);
        const bool was_text = there != nullptr && there->is_string();
        const bool is_quoted = setting.value.starts_with('"') || setting.value.starts_with('\'');
        const bool one_line = setting.value.find('\n') == std::string::npos;
        const bool as_toml = one_line && (!was_text || is_quoted || setting.value.starts_with('{')) &&
                             parsed(setting.value, name).has_value();
        const std::string made = as_toml ? setting.value : text;
        if (there != nullptr) {
            auto fresh = parsed(made, name);
            fresh->get("v")->visit([&](auto& value) { replace(container, step, std::move(value)); });
        } else {
            child(container, step, made);
        }
    }

    template <class Node>
    static void replace(toml::node& container, std::string_view step, Node&& value) {
        if (auto* const table = container.as_table()) {
            toml::key key(step, value.source());
            table->insert_or_assign(std::move(key), std::forward<Node>(value));
            return;
        }
        auto& list = *container.as_array();
        if (const auto index = index_of(step))
            list.replace(list.cbegin() + static_cast<std::ptrdiff_t>(*index), std::forward<Node>(value));
    }

    static toml::node* existing(toml::node& container, std::string_view step) {
        if (auto* const table = container.as_table()) return table->get(step);
        auto* const list = container.as_array();
        const auto index = index_of(step);
        return list == nullptr || !index ? nullptr : list->get(*index);
    }
};

}  // namespace

void apply(const std::vector<Setting>& settings, toml::table& table, config::FirstError& first) {
    for (const auto& setting : settings) Setter{setting, first}.run(table);
}

}  // namespace wlanmedic::lab
