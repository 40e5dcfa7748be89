// SPDX-License-Identifier: MIT
#include <nlohmann/json.hpp>
#include <string_view>

#include "policy/describe.h"
#include "policy/names.h"
#include "policy_report.h"
#include "report/safe_text.h"

namespace wlanmedic::app {

namespace {

using Json = nlohmann::ordered_json;
using policy::Condition;
using policy::Watch;
using report::valid_utf8;

template <class Number>
Json or_null(const std::optional<Number>& number) {
    return number ? Json(*number) : Json();
}

Json json_of(const Watch& watch) {
    const auto only = [&](Watch::On on, const auto& value) { return watch.on == on ? Json(value) : Json(); };
    const bool stall = watch.on == Watch::On::stall;
    return {{"outage",
             only(Watch::On::outage, watch.outage_class ? config::name_in(policy::loss_names, *watch.outage_class)
                                                        : policy::any_name)},
            {"event", only(Watch::On::event, wifi::alternative_name(watch.event))},
            {"answer", watch.answer ? Json(config::name_in(policy::answer_names, *watch.answer)) : Json()},
            {"driver", watch.driver.empty() ? Json() : Json(valid_utf8(watch.driver))},
            {"counter", only(Watch::On::counter, valid_utf8(watch.counter))},
            {"stall", only(Watch::On::stall, config::name_in(policy::stall_names, watch.stall))},
            {"count", watch.count},
            {"within_s", stall ? Json() : Json(wifi::to_seconds(watch.within))},
            {"lasts_s", stall ? Json(wifi::to_seconds(watch.within)) : Json()},
            {"per", config::name_in(policy::scope_names, watch.per)},
            {"words", valid_utf8(describe(watch))},
            {"line", watch.place.line}};
}

Json names_of_failures(std::uint16_t bits) {
    Json list = Json::array();
    for (const auto& [failure, name] : policy::failure_names)
        if ((bits & policy::bit_of(failure)) != 0) list.push_back(name);
    return list;
}

// One key tells what is asked, as in the file; the others go with it.
Json json_of(const Condition& condition) {
    Json json = Json::object();
    switch (condition.kind) {
        case Condition::Kind::link: json["link"] = config::name_in(policy::link_names, condition.link); break;
        case Condition::Kind::failures:
            json = {{"failures", names_of_failures(condition.failures)},
                    {"count", condition.count},
                    {"bssids", condition.bssids},
                    {"each", condition.each}};
            break;
        case Condition::Kind::since_loss: json["since_loss_s"] = wifi::to_seconds(condition.span); break;
        case Condition::Kind::before: json["before_s"] = wifi::to_seconds(condition.span); break;
        case Condition::Kind::signal:
            json = {{"signal", condition.dbm}, {"heard_within_s", wifi::to_seconds(condition.span)}};
            break;
        case Condition::Kind::not_asked_for: json["asked_for"] = false; break;
        case Condition::Kind::not_waiting: json["waiting"] = false; break;
        case Condition::Kind::worked_before: json["worked_before"] = true; break;
        case Condition::Kind::symptom: json["symptom"] = json_of(condition.watch); break;
    }
    json["words"] = valid_utf8(describe(condition));
    json["line"] = condition.place.line;
    return json;
}

Json json_of(const policy::Gate& gate) {
    Json of = Json::array();
    for (const auto& condition : gate.of) of.push_back(json_of(condition));
    return {{"at_least", gate.at_least}, {"of", std::move(of)}};
}

Json json_of(const policy::Rung& rung) {
    return {{"method", name_of(rung.method)},
            {"deadline_s", wifi::to_seconds(rung.deadline)},
            {"proof", config::name_in(policy::proof_names, rung.proof)},
            {"healthy_for_s", wifi::to_seconds(rung.healthy_for)},
            {"words", describe(rung)},
            {"line", rung.place.line}};
}

Json json_of(const policy::Limits& limits) {
    return {{"cool_down_s", wifi::to_seconds(limits.cool_down)},
            {"cool_down_factor", limits.cool_down_factor},
            {"cool_down_max_s", wifi::to_seconds(limits.cool_down_max.value_or(limits.cool_down))},
            {"per_hour", or_null(limits.per_hour)},
            {"per_day", or_null(limits.per_day)},
            {"per_boot", or_null(limits.per_boot)},
            {"give_up_after", or_null(limits.give_up_after)},
            {"grace_s", wifi::to_seconds(limits.grace)}};
}

template <class Entries>
Json entries(const Entries& all) {
    Json list = Json::array();
    for (const auto& entry : all) list.push_back(json_of(entry));
    return list;
}

Json named(const std::vector<driver::Method>& methods) {
    Json list = Json::array();
    for (const auto method : methods) list.push_back(name_of(method));
    return list;
}

Json json_of(const policy::PolicyFile& file) {
    const auto& policy = *file.policy;
    return {{"name", valid_utf8(policy.name)},
            {"file", valid_utf8(policy.file)},
            {"about", policy.about.empty() ? Json() : Json(valid_utf8(policy.about))},
            {"triggers", entries(policy.triggers)},
            {"gates", entries(policy.gates)},
            {"rungs", entries(policy.rungs)},
            {"limits", json_of(policy.limits)},
            {"never", named(policy.never)},
            {"words", valid_utf8(describe(policy))},
            {"text", valid_utf8(file.text)}};
}

Json finding(std::string_view severity, const std::string& file, const config::Place& place,
             const std::string& what, const std::string& hint) {
    return {{"severity", severity},   {"file", valid_utf8(file)}, {"line", place.line},
            {"column", place.column}, {"what", valid_utf8(what)}, {"hint", valid_utf8(hint)}};
}

std::string document(Json policies, Json findings, const policy::Machine& machine) {
    const Json whole{{"schema", policy::format_name},
                     {"policies", std::move(policies)},
                     {"findings", std::move(findings)},
                     {"machine",
                      {{"driver", machine.driver == nullptr ? Json() : Json(valid_utf8(machine.driver->name))},
                       {"kernel", machine.kernel ? Json(to_string(*machine.kernel)) : Json()},
                       {"bus", machine.bus ? Json(name_of(*machine.bus)) : Json()},
                       {"forbidden", named(policy::forbidden_methods(machine))}}}};
    return report::without_markup(whole.dump(1, ' ', true)) + "\n";
}

}  // namespace

std::string json_policies(const std::vector<policy::PolicyFile>& policies) {
    Json list = Json::array();
    for (const auto& policy : policies) list.push_back(json_of(policy));
    return document(std::move(list), Json::array(), {});
}

std::string json_checked(const std::vector<CheckedPolicy>& checked, const policy::Machine& machine) {
    Json policies = Json::array();
    Json findings = Json::array();
    for (const CheckedPolicy& one : checked) {
        if (one.error)
            findings.push_back(finding(one.unreadable ? "unreadable" : "error", one.file,
                                       {one.error->line, one.error->column}, one.error->what, one.error->hint));
        for (const auto& warning : one.findings)
            findings.push_back(finding("warning", one.file, warning.place, warning.what, warning.hint));
        if (one.policy) policies.push_back(json_of(*one.policy));
    }
    return document(std::move(policies), std::move(findings), machine);
}

}  // namespace wlanmedic::app
