// SPDX-License-Identifier: MIT
#include "support/policy_json.h"

#include <array>
#include <initializer_list>
#include <stdexcept>

#include "support/event_json.h"

namespace wlanmedic::policy {
namespace {

using nlohmann::json;

void only(const json& table, std::initializer_list<std::string_view> keys) {
    for (const auto& [key, value] : table.items())
        if (std::ranges::find(keys, key) == keys.end()) throw std::invalid_argument("unknown key: " + key);
}

template <class Value, std::size_t Count>
Value in(const config::Names<Value, Count>& names, const std::string& name) {
    const auto value = config::value_in(names, name);
    if (!value) throw std::invalid_argument("unknown name: " + name);
    return *value;
}

// The names that a file may use of enums whose names stand elsewhere.
template <class Value>
Value named(std::initializer_list<Value> values, const std::string& name) {
    for (const Value value : values)
        if (name_of(value) == name) return value;
    throw std::invalid_argument("unknown name: " + name);
}

std::size_t event_named(const std::string& name) {
    const auto index = wifi::alternative_named(name);
    if (!index) throw std::invalid_argument("unknown event: " + name);
    return *index;
}

bool is_watch(const json& table) {
    return table.contains("outage") || table.contains("event") || table.contains("signature") ||
           table.contains("counter") || table.contains("stall");
}

Watch watch_of(const json& table) {
    using Class = outage::Class;
    using Stall = outage::Stall::Kind;
    only(table, {"outage", "event", "answer", "signature", "driver", "counter", "stall", "count", "within",
                 "lasts", "per"});
    Watch watch;
    if (table.contains("stall")) {
        watch.on = Watch::On::stall;
        watch.stall = named({Stall::beacons_missed, Stall::firmware_error, Stall::frozen_counters,
                             Stall::no_address, Stall::no_answer, Stall::load_stalled},
                            table["stall"]);
        watch.within = seconds_of(table.at("lasts"));
        return watch;
    }
    watch.count = table.value("count", 1);
    watch.within = seconds_of(table.at("within"));
    if (table.value("per", "interface") == "bssid") watch.per = Scope::bssid;
    if (table.contains("outage")) {
        if (table["outage"] != "any")
            watch.outage_class =
                named({Class::connection_loss, Class::beacon_loss, Class::decrypt_storm, Class::ap_deauth,
                       Class::local_deauth, Class::firmware_crash, Class::no_address, Class::unknown},
                      table["outage"]);
    } else if (table.contains("counter")) {
        watch.on = Watch::On::counter;
        watch.counter = table["counter"];
    } else {
        watch.on = Watch::On::event;
        watch.event = event_named(table.contains("signature") ? table["signature"] : table.at("event"));
        watch.driver = table.value("driver", "");
        if (table.contains("answer"))
            watch.answer = in(
                config::Names<wifi::Answer, 3>{
                    {{wifi::Answer::up, "up"}, {wifi::Answer::down, "down"}, {wifi::Answer::unknown, "unknown"}}},
                table["answer"]);
    }
    return watch;
}

Condition condition_of(const json& table) {
    using Kind = Condition::Kind;
    Condition condition;
    if (is_watch(table)) {
        condition.kind = Kind::symptom;
        condition.watch = watch_of(table);
    } else if (table.contains("failures")) {
        only(table, {"failures", "count", "bssids", "each"});
        condition.kind = Kind::failures;
        if (table["failures"] == "any")
            condition.failures = (1U << failure_names.size()) - 1;
        else
            for (const std::string name : table["failures"])
                condition.failures = static_cast<std::uint16_t>(
                    condition.failures | 1U << static_cast<unsigned>(in(failure_names, name)));
        condition.count = table.value("count", 1);
        condition.bssids = table.value("bssids", 0);
        condition.each = table.value("each", false);
    } else if (table.contains("signal")) {
        only(table, {"signal", "heard_within"});
        condition.kind = Kind::signal;
        condition.dbm = table["signal"];
        condition.span = seconds_of(table.at("heard_within"));
    } else {
        only(table, {"link", "since_loss", "before", "asked_for", "waiting", "worked_before"});
        if (table.size() != 1) throw std::invalid_argument("not one condition: " + table.dump());
        if (table.contains("link")) {
            condition.kind = Kind::link;
            condition.link = in(
                config::Names<Condition::Link, 3>{
                    {{Condition::Link::down, "down"}, {Condition::Link::up, "up"}, {Condition::Link::any, "any"}}},
                table["link"]);
        } else if (table.contains("since_loss") || table.contains("before")) {
            condition.kind = table.contains("before") ? Kind::before : Kind::since_loss;
            condition.span = seconds_of(table.begin().value());
        } else {
            condition.kind = table.contains("asked_for") ? Kind::not_asked_for
                             : table.contains("waiting") ? Kind::not_waiting
                                                         : Kind::worked_before;
        }
    }
    return condition;
}

}  // namespace

Policy policy_of(const json& text) {
    only(text, {"format", "about", "never", "trigger", "gate", "rung", "limits"});
    Policy policy;
    for (const json& table : text.value("trigger", json::array())) policy.triggers.push_back(watch_of(table));
    for (const json& table : text.value("gate", json::array())) {
        Gate& gate = policy.gates.emplace_back();
        if (table.contains("of")) {
            only(table, {"of", "at_least"});
            for (const json& condition : table["of"]) gate.of.push_back(condition_of(condition));
            gate.at_least = table.at("at_least");
        } else {
            gate.of.push_back(condition_of(table));
        }
    }
    for (const json& table : text.value("rung", json::array())) {
        only(table, {"method", "deadline", "proof", "healthy_for"});
        Rung& rung = policy.rungs.emplace_back();
        rung.method = in(driver::method_names, table.at("method"));
        if (table.contains("deadline")) rung.deadline = seconds_of(table["deadline"]);
        if (table.contains("healthy_for")) rung.healthy_for = seconds_of(table["healthy_for"]);
        rung.proof = in(
            config::Names<Proof, 3>{
                {{Proof::associated, "associated"}, {Proof::authorized, "authorized"}, {Proof::answer, "answer"}}},
            table.value("proof", "authorized"));
    }
    for (const std::string name : text.value("never", json::array()))
        policy.never.push_back(in(driver::method_names, name));
    const json limits = text.value("limits", json::object());
    only(limits, {"cool_down", "cool_down_factor", "cool_down_max", "per_hour", "per_day", "per_boot",
                  "give_up_after", "grace"});
    const auto number = [&](const char* key) {
        return limits.contains(key) ? std::optional(limits[key].get<int>()) : std::nullopt;
    };
    if (limits.contains("cool_down")) policy.limits.cool_down = seconds_of(limits["cool_down"]);
    if (limits.contains("cool_down_max")) policy.limits.cool_down_max = seconds_of(limits["cool_down_max"]);
    if (limits.contains("grace")) policy.limits.grace = seconds_of(limits["grace"]);
    policy.limits.cool_down_factor = limits.value("cool_down_factor", 1);
    policy.limits.per_hour = number("per_hour");
    policy.limits.per_day = number("per_day");
    policy.limits.per_boot = number("per_boot");
    policy.limits.give_up_after = number("give_up_after");
    return policy;
}

}  // namespace wlanmedic::policy
