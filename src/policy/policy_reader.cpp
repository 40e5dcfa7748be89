// SPDX-License-Identifier: MIT
#include "policy/policy_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "config/table_reader.h"
#include "policy/condition_reader.h"
#include "policy/names.h"
#include "policy/watch_reader.h"

namespace wlanmedic::policy {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::seconds;

constexpr int most_actions = 64;
constexpr int steepest = 16;

Watch trigger_of(const toml::table& table, config::FirstError& first) {
    config::TableReader reader(table, "a trigger", first);
    reader.only(keys_of(watch_subjects()));
    const auto* const subject = subject_of(reader, watch_subjects(), "trigger");
    return subject == nullptr ? Watch{} : watch_of(reader, subject->key);
}

Rung rung_of(const toml::table& table, config::FirstError& first) {
    config::TableReader reader(table, "a rung", first);
    reader.only({"method", "deadline", "proof", "healthy_for"});
    Rung rung;
    rung.place = reader.place();
    rung.method = reader.value("method", driver::method_names, "method");
    rung.deadline = reader.optional_span("deadline", seconds{1}, hours{1}).value_or(rung.deadline);
    if (reader.has("proof")) rung.proof = reader.value("proof", proof_names, "proof");
    rung.healthy_for = reader.optional_span("healthy_for", seconds{0}, hours{1}).value_or(rung.healthy_for);
    return rung;
}

Limits limits_of(const toml::table& table, config::FirstError& first) {
    config::TableReader reader(table, "the limits", first);
    reader.only({"cool_down", "cool_down_factor", "cool_down_max", "per_hour", "per_day", "per_boot",
                 "give_up_after", "grace"});
    const auto number = [&](const char* key, int most) {
        const auto given = reader.optional_number(key, 1, most);
        return given ? std::optional(static_cast<int>(*given)) : std::nullopt;
    };
    Limits limits;
    limits.cool_down = reader.optional_span("cool_down", seconds{0}, days{7}).value_or(limits.cool_down);
    limits.cool_down_factor = number("cool_down_factor", steepest).value_or(1);
    limits.cool_down_max = reader.optional_span("cool_down_max", limits.cool_down, days{7});
    limits.per_hour = number("per_hour", most_actions);
    limits.per_day = number("per_day", most_actions);
    limits.per_boot = number("per_boot", most_actions);
    limits.give_up_after = number("give_up_after", most_actions);
    limits.grace = reader.optional_span("grace", seconds{0}, hours{1}).value_or(limits.grace);
    return limits;
}

template <class Entry>
std::vector<Entry> entries_of(config::TableReader& reader, const char* key, std::size_t most,
                              Entry (*entry_of)(const toml::table&, config::FirstError&)) {
    std::vector<Entry> entries;
    const auto tables = reader.tables(key);
    if (tables.size() > most) {
        reader.errors().set(tables[most]->source(), fmt::format("more than {} entries of \"{}\"", most, key),
                            "Leave out what others already say.");
        return entries;
    }
    for (const auto* const table : tables) entries.push_back(entry_of(*table, reader.errors()));
    return entries;
}

Policy policy_of(const toml::table& table, config::FirstError& first) {
    config::TableReader reader(table, "a policy", first);
    reader.only({"format", "about", "never", "trigger", "gate", "rung", "limits"});
    Policy policy;
    policy.file = first.file;
    policy.name = std::filesystem::path(first.file).stem().string();
    if (const auto format = reader.text("format"); format != format_name)
        reader.fault("format", fmt::format("\"{}\" is no format of policies that this version reads", format),
                     fmt::format("Write format = \"{}\".", format_name));
    policy.about = reader.optional_text("about");
    policy.never = reader.optional_values("never", driver::method_names, "method");
    policy.triggers = entries_of(reader, "trigger", Policy::most_triggers, trigger_of);
    policy.gates = entries_of(reader, "gate", Policy::most_gates, gate_of);
    policy.rungs = entries_of(reader, "rung", Policy::most_rungs, rung_of);
    if (reader.has("limits")) {
        if (const auto* const limits = reader.node("limits")->as_table())
            policy.limits = limits_of(*limits, first);
        else
            reader.fault("limits", "\"limits\" is not a table", "Begin it with a line [limits].");
    }
    if (!policy.triggers.empty() && policy.rungs.empty())
        reader.fault("trigger", "there are triggers and no rung: nothing would be done",
                     "Add a [[rung]] with a method, or take the triggers away.");
    return policy;
}

}  // namespace

wifi::Result<Policy> parse_policy(std::string_view toml, const std::string& file) {
    config::FirstError first{file, std::nullopt};
    try {
        const toml::table table = toml::parse(toml, file);
        auto policy = policy_of(table, first);
        if (!first.error) return policy;
    } catch (const toml::parse_error& error) {
        first.set(error.source(), std::string(error.description()), "A policy is a TOML file.");
    }
    return std::unexpected(*std::move(first.error));
}

}  // namespace wlanmedic::policy
