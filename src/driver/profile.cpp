// SPDX-License-Identifier: MIT
#include "driver/profile.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "driver/glob.h"

namespace wlanmedic::driver {

namespace {

using wifi::Error;
using wifi::Result;

constexpr std::array<std::pair<Happening, std::string_view>, 6> names{{
    {Happening::firmware_error, "firmware_error"},
    {Happening::decrypt_failure, "decrypt_failure"},
    {Happening::hardware_restarted, "hardware_restarted"},
    {Happening::radio_blocked, "radio_blocked"},
    {Happening::radio_unblocked, "radio_unblocked"},
    {Happening::noted, "noted"},
}};

std::optional<Happening> happening_of(std::string_view name) {
    const auto* const known = std::ranges::find(names, name, &std::pair<Happening, std::string_view>::second);
    return known == names.end() ? std::nullopt : std::optional(known->first);
}

std::string list_of_happenings() {
    std::string list;
    for (const auto& [happening, name] : names) {
        if (!list.empty()) list += ", ";
        list += name;
    }
    return list;
}

// Module names later go to modprobe and into sysfs paths: nothing may get through that means something there.
bool is_module_name(std::string_view name) {
    return !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
}

class Reader {
public:
    explicit Reader(std::string file) : file_(std::move(file)) {}

    Result<Profile> profile(std::string_view text) const {
        toml::table table;
        try {
            table = toml::parse(text, file_);
        } catch (const toml::parse_error& error) {
            return std::unexpected(
                at(error.source(), std::string(error.description()), "A profile is a TOML file."));
        }

        constexpr std::array keys{"name", "prefixes", "shared_prefixes", "modules", "pattern"};
        if (auto known = only(table, keys, "a profile"); !known) return std::unexpected(known.error());

        auto name = text_at(table, "name");
        if (!name) return std::unexpected(name.error());
        auto prefixes = texts_at(table, "prefixes", Need::required);
        if (!prefixes) return std::unexpected(prefixes.error());
        auto shared_prefixes = texts_at(table, "shared_prefixes", Need::optional);
        if (!shared_prefixes) return std::unexpected(shared_prefixes.error());
        auto modules = texts_at(table, "modules", Need::required);
        if (!modules) return std::unexpected(modules.error());
        auto patterns = patterns_of(table);
        if (!patterns) return std::unexpected(patterns.error());

        for (const auto* key : {"prefixes", "shared_prefixes"}) {
            if (auto fit = check_each(table, key, [this](const auto& node) { return check_prefix(node); }); !fit) {
                return std::unexpected(fit.error());
            }
        }
        if (auto fit = check_each(table, "modules", [this](const auto& node) { return check_module(node); });
            !fit) {
            return std::unexpected(fit.error());
        }
        return Profile{*std::move(name), *std::move(prefixes), *std::move(modules), *std::move(patterns),
                       *std::move(shared_prefixes)};
    }

private:
    enum class Need : std::uint8_t { required, optional };

    Error at(const toml::source_region& place, std::string what, std::string hint) const {
        return Error{std::move(what), file_, place.begin.line, place.begin.column, std::move(hint)};
    }

    template <std::size_t Count>
    Result<void> only(const toml::table& table, const std::array<const char*, Count>& keys,
                      std::string_view owner) const {
        for (const auto& [key, value] : table) {
            if (std::ranges::find(keys, key.str(), [](const char* known) { return std::string_view(known); }) ==
                keys.end()) {
                return std::unexpected(at(key.source(), fmt::format("unknown key \"{}\"", key.str()),
                                          fmt::format("The keys of {} are {}.", owner, fmt::join(keys, ", "))));
            }
        }
        return {};
    }

    Result<std::string> text_at(const toml::table& table, const char* key) const {
        const auto* const node = table.get(key);
        if (node == nullptr) {
            return std::unexpected(at(table.source(), fmt::format("key \"{}\" is missing", key),
                                      fmt::format("Add {} = \"…\".", key)));
        }
        const auto text = node->value_exact<std::string>();
        if (!text || text->empty()) {
            return std::unexpected(at(node->source(),
                                      fmt::format("\"{}\" is not a text with something in it", key),
                                      fmt::format("Write {} = \"…\".", key)));
        }
        return *text;
    }

    Result<std::vector<std::string>> texts_at(const toml::table& table, const char* key, Need need) const {
        const auto* const node = table.get(key);
        if (node == nullptr) {
            if (need == Need::optional) return std::vector<std::string>{};
            return std::unexpected(at(table.source(), fmt::format("key \"{}\" is missing", key),
                                      fmt::format("Add {} = [\"…\"].", key)));
        }
        const auto* const list = node->as_array();
        const auto hint = fmt::format("Write {} = [\"…\", \"…\"].", key);
        if (list == nullptr || list->empty()) {
            return std::unexpected(at(node->source(), fmt::format("\"{}\" is not a list of texts", key), hint));
        }
        std::vector<std::string> texts;
        for (const auto& element : *list) {
            const auto text = element.value_exact<std::string>();
            if (!text)
                return std::unexpected(at(element.source(), fmt::format("\"{}\" holds no text here", key), hint));
            texts.push_back(*text);
        }
        return texts;
    }

    // To be called when texts_at() has found the list to be one of texts.
    template <class Check>
    Result<void> check_each(const toml::table& table, const char* key, Check check) const {
        const auto* const list = table[key].as_array();
        if (list == nullptr) return {};
        for (const auto& element : *list) {
            if (auto fit = check(element); !fit) return fit;
        }
        return {};
    }

    Result<void> check_prefix(const toml::node& node) const {
        const auto text = node.value<std::string_view>().value_or(std::string_view());
        if (text.starts_with('*') || Glob(text).longest_literal().size() < min_prefix_literal) {
            return std::unexpected(at(
                node.source(), fmt::format("prefix \"{}\" would fit too many lines", text),
                fmt::format("A prefix begins with literal text, and has {} bytes of it without a '*' somewhere.",
                            min_prefix_literal)));
        }
        return {};
    }

    Result<void> check_module(const toml::node& node) const {
        const auto text = node.value<std::string_view>().value_or(std::string_view());
        if (!is_module_name(text)) {
            return std::unexpected(at(node.source(), fmt::format("\"{}\" is no name of a kernel module", text),
                                      "Letters, digits, '_' and '-'."));
        }
        return {};
    }

    Result<std::vector<Pattern>> patterns_of(const toml::table& table) const {
        std::vector<Pattern> patterns;
        const auto* const node = table.get("pattern");
        if (node == nullptr) return patterns;
        const auto* const list = node->as_array();
        for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
            const auto* const entry = list->get(i)->as_table();
            if (entry == nullptr) break;
            auto read = pattern_of(*entry);
            if (!read) return std::unexpected(read.error());
            patterns.push_back(*std::move(read));
        }
        if (list == nullptr || patterns.size() != list->size()) {
            return std::unexpected(at(node->source(), "\"pattern\" is not a list of tables",
                                      "Begin each pattern with a line [[pattern]]."));
        }
        return patterns;
    }

    Result<Pattern> pattern_of(const toml::table& table) const {
        constexpr std::array keys{"happening", "text", "source"};
        if (auto known = only(table, keys, "a pattern"); !known) return std::unexpected(known.error());
        auto name = text_at(table, "happening");
        if (!name) return std::unexpected(name.error());
        auto text = text_at(table, "text");
        if (!text) return std::unexpected(text.error());
        auto source = text_at(table, "source");
        if (!source) return std::unexpected(source.error());

        const auto happening = happening_of(*name);
        if (!happening) {
            return std::unexpected(at(table.get("happening")->source(),
                                      fmt::format("unknown happening \"{}\"", *name),
                                      fmt::format("One of {}.", list_of_happenings())));
        }
        if (Glob(*text).longest_literal().empty()) {
            return std::unexpected(at(table.get("text")->source(),
                                      fmt::format("pattern \"{}\" fits every line", *text),
                                      "Give the literal text that the driver prints."));
        }
        return Pattern{*happening, *std::move(text), *std::move(source)};
    }

    std::string file_;
};

}  // namespace

std::string_view name_of(Happening happening) {
    const auto* const known = std::ranges::find(names, happening, &std::pair<Happening, std::string_view>::first);
    return known == names.end() ? std::string_view("unknown") : known->second;
}

Result<Profile> parse_profile(std::string_view toml, std::string file) {
    return Reader(std::move(file)).profile(toml);
}

}  // namespace wlanmedic::driver
