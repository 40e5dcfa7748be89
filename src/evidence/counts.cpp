// SPDX-License-Identifier: MIT
#include "evidence/counts.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <toml++/toml.h>

#include <algorithm>

namespace wlanmedic::evidence {
namespace {

constexpr std::string_view format = "wlanmedic.counts/1";

struct Reader {
    std::string_view text;
    std::string file;
    std::uint32_t source;

    std::unexpected<wifi::Error> error(const toml::source_region& where, std::string what,
                                       std::string hint = "") const {
        return std::unexpected(wifi::Error{.what = std::move(what),
                                           .file = file,
                                           .line = where.begin.line,
                                           .column = where.begin.column,
                                           .hint = std::move(hint)});
    }

    wifi::Receipt receipt(std::uint64_t number) const {
        std::string_view rest = text;
        for (std::uint64_t line = 1; line < number && !rest.empty(); ++line) {
            const std::size_t end = rest.find('\n');
            rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        }
        rest = rest.substr(0, rest.find('\n'));
        if (rest.ends_with('\r')) rest.remove_suffix(1);
        return {.source = source, .line = number, .text = std::string(rest)};
    }

    wifi::Result<Count> count(const std::string& name, const toml::node& node) const {
        if (std::ranges::find(countable(), name) == countable().end())
            return error(node.source(), fmt::format("'{}' is nothing that is counted here", name),
                         fmt::format("one of: {}; put anything else under [noted]", fmt::join(countable(), ", ")));
        Count result{.name = name, .receipt = receipt(node.source().begin.line)};
        const toml::node* number = &node;
        if (const toml::table* table = node.as_table()) {
            for (const auto& [key, value] : *table)
                if (key != "count" && key != "escalated")
                    return error(value.source(), fmt::format("unknown key '{}'", std::string_view(key)),
                                 "count, escalated");
            number = table->get("count");
            if (number == nullptr) return error(node.source(), fmt::format("[counts.{}] has no count", name));
            result.receipt = receipt(number->source().begin.line);
            if (const toml::node* escalated = table->get("escalated")) {
                const auto value = escalated->value_exact<std::int64_t>();
                if (!value || *value < 0)
                    return error(escalated->source(), "escalated must be a whole number from 0");
                result.escalated = static_cast<std::uint64_t>(*value);
            }
        }
        const auto value = number->value_exact<std::int64_t>();
        if (!value || *value < 0)
            return error(number->source(), fmt::format("{} must be a whole number from 0", name));
        if (*value > 1'000'000'000)
            return error(number->source(), fmt::format("{} is more than 1,000,000,000", name));
        result.count = static_cast<std::uint64_t>(*value);
        if (result.escalated && *result.escalated > result.count)
            return error(node.source(),
                         fmt::format("of {} {} more escalated than there were", result.count, name));
        return result;
    }
};

}  // namespace

const std::vector<std::string_view>& countable() {
    static const std::vector<std::string_view> names{
        "auth_timeout",    "assoc_timeout",      "assoc_rejected", "assoc_comeback",
        "connection_loss", "beacon_loss",        "deauth_by_ap",   "deauth_local",
        "disassoc_by_ap",  "unprotected_deauth", "associated",     "decrypt_failure",
        "decrypt_storm",   "firmware_error",     "suspend",        "blackhole"};
    return names;
}

wifi::Result<Counts> parse_counts(std::string_view text, const std::string& file, std::uint32_t source) {
    const Reader reader{.text = text, .file = file, .source = source};
    toml::table table;
    try {
        table = toml::parse(text, file);
    } catch (const toml::parse_error& problem) {
        return reader.error(problem.source(), std::string(problem.description()));
    }
    for (const auto& [key, value] : table) {
        static constexpr std::array<std::string_view, 6> known{"format", "title",  "hours",
                                                               "begin",  "counts", "noted"};
        if (std::ranges::find(known, key.str()) == known.end())
            return reader.error(value.source(), fmt::format("unknown key '{}'", key.str()),
                                fmt::format("{}", fmt::join(known, ", ")));
    }
    if (table["format"].value<std::string_view>() != format)
        return reader.error(table.source(), "not of the format " + std::string(format),
                            "format = \"wlanmedic.counts/1\"");
    Counts counts{.path = file, .title = table["title"].value_or(std::string{})};
    if (const toml::node* title = table.get("title"); title != nullptr && !title->is_string())
        return reader.error(title->source(), "title must be a text");
    const toml::node* hours = table.get("hours");
    if (hours == nullptr) return reader.error(table.source(), "hours are missing", "hours = 10.5");
    counts.hours = hours->value<double>().value_or(0);
    if (!(counts.hours > 0) || counts.hours > 1e6)
        return reader.error(hours->source(), "hours must be a number above 0, and at most 1,000,000");
    if (const toml::node* begin = table.get("begin")) {
        const auto when = begin->value_exact<toml::date_time>();
        if (!when)
            return reader.error(begin->source(), "begin must be a date and time", "begin = 2026-05-06T21:13:00");
        const wifi::CivilTime civil{.year = when->date.year,
                                    .month = when->date.month,
                                    .day = when->date.day,
                                    .hour = when->time.hour,
                                    .minute = when->time.minute,
                                    .second = when->time.second};
        counts.begin = civil.to_instant();
        if (!counts.begin) return reader.error(begin->source(), "begin is outside of the years 1970 to 2199");
        if (when->offset) *counts.begin -= std::chrono::minutes{when->offset->minutes};
    }
    const toml::table* entries = table["counts"].as_table();
    if (entries == nullptr || entries->empty())
        return reader.error(table.source(), "there is nothing under [counts]");
    for (const auto& [key, value] : *entries) {
        auto count = reader.count(std::string(key.str()), value);
        if (!count) return std::unexpected(count.error());
        counts.counts.push_back(std::move(*count));
    }
    return counts;
}

}  // namespace wlanmedic::evidence
