// SPDX-License-Identifier: MIT
#include "policy/condition_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

#include "policy/names.h"
#include "policy/watch_reader.h"

namespace wlanmedic::policy {

namespace {

using std::chrono::days;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int most_failures = 1000;
constexpr int weakest_dbm = -120;

constexpr std::array of_failures{"count", "bssids", "each"};
constexpr std::array of_signal{"heard_within"};

const std::vector<Subject>& subjects() {
    static const std::vector<Subject> all = [] {
        std::vector<Subject> subjects{
            {"link", {}},          {"failures", of_failures}, {"since_loss", {}}, {"before", {}},
            {"signal", of_signal}, {"asked_for", {}},         {"waiting", {}},    {"worked_before", {}},
        };
        subjects.insert(subjects.end(), watch_subjects().begin(), watch_subjects().end());
        return subjects;
    }();
    return all;
}

std::uint16_t failures_of(config::TableReader& reader) {
    if (const auto names = reader.texts("failures"); names.size() == 1 && names.front() == any_name) {
        std::uint16_t all = 0;
        for (const auto& [failure, name] : failure_names) all |= bit_of(failure);
        return all;
    }
    std::uint16_t bits = 0;
    for (const auto failure : reader.optional_values("failures", failure_names, "failure"))
        bits |= bit_of(failure);
    return bits;
}

// A flag whose other value would be no condition.
void only_value(config::TableReader& reader, const char* key, bool value) {
    const bool given = reader.optional_flag(key);
    if (!reader.failed() && given != value)
        reader.fault(key, fmt::format("\"{}\" can only be {}", key, value),
                     fmt::format("Write {} = {}, or leave it out: then it does not matter.", key, value));
}

void read_failures(config::TableReader& reader, Condition& condition) {
    condition.kind = Condition::Kind::failures;
    condition.failures = failures_of(reader);
    condition.count = static_cast<int>(reader.optional_number("count", 1, most_failures).value_or(1));
    condition.bssids = static_cast<int>(reader.optional_number("bssids", 1, Condition::most_bssids).value_or(0));
    condition.each = reader.optional_flag("each");
}

Condition condition_of(config::TableReader& reader, std::string_view subject) {
    Condition condition;
    condition.place = reader.place();
    const auto is = [&](std::string_view key) { return subject == key; };
    if (is("link")) {
        condition.kind = Condition::Kind::link;
        condition.link = reader.value("link", link_names, "state of the link");
    } else if (is("failures")) {
        read_failures(reader, condition);
    } else if (is("since_loss")) {
        condition.kind = Condition::Kind::since_loss;
        condition.span = reader.span("since_loss", milliseconds{1}, days{7}).value_or(condition.span);
    } else if (is("before")) {
        condition.kind = Condition::Kind::before;
        condition.span = reader.span("before", milliseconds{1}, days{7}).value_or(condition.span);
    } else if (is("signal")) {
        condition.kind = Condition::Kind::signal;
        condition.dbm = static_cast<int>(reader.optional_number("signal", weakest_dbm, 0).value_or(0));
        condition.span = reader.span("heard_within", seconds{1}, days{1}).value_or(condition.span);
    } else if (is("asked_for")) {
        condition.kind = Condition::Kind::not_asked_for;
        only_value(reader, "asked_for", false);
    } else if (is("waiting")) {
        condition.kind = Condition::Kind::not_waiting;
        only_value(reader, "waiting", false);
    } else if (is("worked_before")) {
        condition.kind = Condition::Kind::worked_before;
        only_value(reader, "worked_before", true);
    } else {
        condition.kind = Condition::Kind::symptom;
        condition.watch = watch_of(reader, subject);
    }
    return condition;
}

}  // namespace

Gate gate_of(const toml::table& table, config::FirstError& first) {
    Gate gate;
    config::TableReader reader(table, "a gate", first);
    auto keys = keys_of(subjects());
    if (!reader.has("of") && !reader.has("at_least")) {
        keys.insert(keys.end(), {"at_least", "of"});
        reader.only(keys);
        if (const auto* const subject = subject_of(reader, subjects(), "gate"))
            gate.of.push_back(condition_of(reader, subject->key));
        return gate;
    }
    reader.only({"at_least", "of"});
    const auto tables = reader.tables("of");
    const auto most = static_cast<std::int64_t>(Gate::most_conditions);
    if (tables.empty() || tables.size() > Gate::most_conditions) {
        reader.fault("of", fmt::format("a gate with \"at_least\" has 1 to {} conditions", most),
                     "Begin each with a line [[gate.of]].");
        return gate;
    }
    if (!reader.has("at_least"))
        reader.fault("at_least", "key \"at_least\" is missing", "Add at_least = 1: so many of them must hold.");
    gate.at_least = static_cast<int>(
        reader.optional_number("at_least", 1, static_cast<std::int64_t>(tables.size())).value_or(1));
    for (const auto* const entry : tables) {
        config::TableReader of(*entry, "a condition", first);
        of.only(keys);
        if (const auto* const subject = subject_of(of, subjects(), "condition"))
            gate.of.push_back(condition_of(of, subject->key));
    }
    return gate;
}

}  // namespace wlanmedic::policy
